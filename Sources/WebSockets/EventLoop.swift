import CLibEv
import Glibc
import Synchronization

/// One thread that runs one libev loop, and the serial executor of every actor that lives on it.
///
/// libwebsockets calls back on this thread. An actor whose `unownedExecutor` is this loop is entered from
/// such a callback by `assumeIsolated`, without a hop, and the compiler checks what a comment would only
/// promise. Jobs from other threads go into a locked queue and wake the loop by an `ev_async`; sockets and
/// jobs take turns.
///
/// After `stop()` nothing runs here any more: a job enqueued later waits for ever, so stop what uses the loop
/// first.
//
// @unchecked: the libev loop and its watchers are pointers. They are made in `init` and used on the loop's
// thread alone, but for `ev_async_send`, which libev allows from anywhere; what others touch is behind the
// mutex.
package final class EventLoop: SerialExecutor, @unchecked Sendable {
    private enum Job {
        case swift(UnownedJob)
        case action(@Sendable () -> Void)
    }

    private struct Shared {
        var jobs: [Job] = []
        var timers = TimerHeap()
        /// When the libev timer is set to go off, so that only an earlier timer sets it anew.
        var armed: UInt64?
        var awake = false
        var state = State.made
        var stopped: [CheckedContinuation<Void, Never>] = []
    }

    private enum State { case made, running, stopping, ended }

    /// The name of the thread, of which Linux shows fifteen characters.
    package let name: String

    let handle: OpaquePointer
    private let wake: UnsafeMutablePointer<ev_async>
    private let timer: UnsafeMutablePointer<ev_timer>
    private let shared = Mutex(Shared())
    private let thread = Atomic<UInt>(0)
    /// The array that the queue is swapped with, so that draining allocates nothing. The loop's thread alone
    /// uses it.
    private var draining: [Job] = []

    package init(name: String) throws(WebSocketsError) {
        guard let handle = coprolab_ev_loop_new() else { throw .loop(tried: "ev_loop_new", errno: errno) }
        self.name = name
        self.handle = handle
        wake = .allocate(capacity: 1)
        wake.initialize(to: ev_async())
        timer = .allocate(capacity: 1)
        timer.initialize(to: ev_timer())
        // Unretained: the watchers are stopped and the loop destroyed before self goes.
        let me = Unmanaged.passUnretained(self).toOpaque()
        coprolab_ev_async_init(wake, wakeCallback, me)
        coprolab_ev_timer_init(timer, timerCallback, me)
        ev_async_start(handle, wake)
    }

    deinit {
        // The thread holds the loop while it runs, so nothing runs now.
        ev_timer_stop(handle, timer)
        ev_async_stop(handle, wake)
        ev_loop_destroy(handle)
        wake.deallocate()
        timer.deallocate()
    }

    /// Starts the thread. A second call does nothing.
    package func start() throws(WebSocketsError) {
        let first = shared.withLock { shared in
            guard shared.state == .made else { return false }
            shared.state = .running
            return true
        }
        guard first else { return }
        var thread = pthread_t()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        let me = Unmanaged.passRetained(self)
        let code = pthread_create(&thread, &attributes, threadMain, me.toOpaque())
        guard code == 0 else {
            me.release()
            shared.withLock { $0.state = .made }
            throw .loop(tried: "pthread_create", errno: code)
        }
    }

    /// Ends the loop after the jobs that are queued now, and returns when its thread is done.
    ///
    /// Never to be awaited by an actor on this loop: it would wait for a thread that is gone.
    package func stop() async {
        await withCheckedContinuation { continuation in
            let ended = shared.withLock { shared in
                switch shared.state {
                case .made, .ended:
                    shared.state = .ended
                    return true
                case .running, .stopping:
                    shared.state = .stopping
                    shared.stopped.append(continuation)
                    return false
                }
            }
            if ended { continuation.resume() } else { ev_async_send(handle, wake) }
        }
    }

    // MARK: Executor

    package func enqueue(_ job: consuming ExecutorJob) {
        push(.swift(UnownedJob(job)))
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// Whether the calling thread is the loop's.
    package var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    package func isIsolatingCurrentContext() -> Bool? { isCurrent }

    package func checkIsolated() {
        precondition(isCurrent, "This must run on the event loop “\(name)”.")
    }

    /// Runs an action on the loop: soon, after what is queued, and never within the call. Not at all after
    /// `stop()`.
    package func execute(_ action: @escaping @Sendable () -> Void) {
        push(.action(action))
    }

    private func push(_ job: Job) {
        let wakes = shared.withLock { shared in
            if shared.state == .ended, case .action = job { return false }
            shared.jobs.append(job)
            defer { shared.awake = true }
            return !shared.awake
        }
        if wakes { ev_async_send(handle, wake) }
    }

    fileprivate func drain() {
        let stopping = shared.withLock { shared in
            swap(&shared.jobs, &draining)
            shared.awake = false
            return shared.state == .stopping
        }
        // What these jobs enqueue waits for the next turn, so that sockets get theirs.
        let executor = asUnownedSerialExecutor()
        for job in draining {
            switch job {
            case .swift(let job): job.runSynchronously(on: executor)
            case .action(let action): action()
            }
        }
        draining.removeAll(keepingCapacity: draining.count <= 4096)
        if stopping { coprolab_ev_break(handle) }
    }

    fileprivate func runThread() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        coprolab_name_this_thread(String(name.prefix(15)))
        coprolab_ev_run(handle)
        // What came in meanwhile is done before the thread goes, a few rounds deep.
        for _ in 0..<16 where shared.withLock({ !$0.jobs.isEmpty }) { drain() }
        thread.store(0, ordering: .relaxed)
        let waiting = shared.withLock { shared in
            shared.state = .ended
            defer { shared.stopped = [] }
            return shared.stopped
        }
        for continuation in waiting { continuation.resume() }
    }

    // MARK: Timers

    /// Runs an action on the loop once, not before `after` has passed. From any thread.
    @discardableResult
    package func schedule(after: Duration, _ action: @escaping @Sendable () -> Void) -> TimerID {
        let deadline = monotonicNanoseconds() + after.nanoseconds
        let (timer, earlier) = shared.withLock { shared in
            let timer = shared.timers.add(deadline: deadline, action)
            return (timer, shared.armed.map { deadline < $0 } ?? true)
        }
        if earlier {
            if isCurrent { arm() } else { execute { [self] in arm() } }
        }
        return timer
    }

    /// Forgets a timer; one that has gone off already is no error. From any thread.
    package func cancel(_ timer: TimerID) {
        shared.withLock { $0.timers.cancel(timer) }
    }

    fileprivate func fireTimers() {
        shared.withLock { $0.armed = nil }
        // Those due now, not those that they set: a timer of zero can't hold up the sockets.
        let now = monotonicNanoseconds()
        while let action = shared.withLock({ $0.timers.popDue(at: now) }) { action() }
        arm()
    }

    private func arm() {
        let earliest = shared.withLock { shared in
            shared.armed = shared.timers.earliest
            return shared.armed
        }
        guard let earliest else { return ev_timer_stop(handle, timer) }
        let now = monotonicNanoseconds()
        // libev counts from the time it saw at the start of this turn.
        ev_now_update(handle)
        coprolab_ev_timer_start(handle, timer, earliest > now ? Double(earliest - now) / 1e9 : 0)
    }
}

private func wakeCallback(
    _ handle: OpaquePointer?, _ watcher: UnsafeMutablePointer<ev_async>?, _ events: Int32
) {
    guard let data = watcher?.pointee.data else { return }
    Unmanaged<EventLoop>.fromOpaque(data).takeUnretainedValue().drain()
}

private func timerCallback(
    _ handle: OpaquePointer?, _ watcher: UnsafeMutablePointer<ev_timer>?, _ events: Int32
) {
    guard let data = watcher?.pointee.data else { return }
    Unmanaged<EventLoop>.fromOpaque(data).takeUnretainedValue().fireTimers()
}

private func threadMain(_ data: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let data else { return nil }
    Unmanaged<EventLoop>.fromOpaque(data).takeRetainedValue().runThread()
    return nil
}
