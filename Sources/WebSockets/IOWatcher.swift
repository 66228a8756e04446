import CLibEv
import Glibc

/// One descriptor watched by libev, and closed with its watcher unless it is libwebsockets' to close.
///
/// To be made, changed and released on the loop's thread alone.
final class IOWatcher {
    struct Events: OptionSet {
        let rawValue: Int32
        static let read = Events(rawValue: 1)  // EV_READ
        static let write = Events(rawValue: 2)  // EV_WRITE
    }

    private let loop: EventLoop
    private let descriptor: Int32
    private let closes: Bool
    private let watcher: UnsafeMutablePointer<ev_io>
    private(set) var events: Events = []
    fileprivate let ready: (Events) -> Void

    init(loop: EventLoop, descriptor: Int32, closes: Bool = true, ready: @escaping (Events) -> Void) {
        self.loop = loop
        self.descriptor = descriptor
        self.closes = closes
        self.ready = ready
        watcher = .allocate(capacity: 1)
        watcher.initialize(to: ev_io())
        coprolab_ev_io_init(watcher, ioCallback, descriptor, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        ev_io_stop(loop.handle, watcher)
        watcher.deallocate()
        if closes { close(descriptor) }
    }

    func watch(_ wanted: Events) {
        guard wanted != events else { return }
        events = wanted
        if wanted.isEmpty {
            ev_io_stop(loop.handle, watcher)
        } else {
            coprolab_ev_io_start(loop.handle, watcher, wanted.rawValue)
        }
    }
}

private func ioCallback(
    _ handle: OpaquePointer?, _ watcher: UnsafeMutablePointer<ev_io>?, _ events: Int32
) {
    guard let data = watcher?.pointee.data else { return }
    // Held for the call: what is ready may let go of its own watcher.
    let watcher = Unmanaged<IOWatcher>.fromOpaque(data).takeUnretainedValue()
    withExtendedLifetime(watcher) { watcher.ready(IOWatcher.Events(rawValue: events & 3)) }
}
