import CoproductionLab
import Foundation
import LabJournal
import LabServer
import SQLiteJournal
import WebSockets

/// Carries out administration where a server lives by its socket, and where none does by the data folder itself.
enum Administration {
    static func carryOut(_ call: AdministrationCall, _ options: SettingsOptions) async throws -> JSON {
        let settings = try await Settings(options)
        guard FileManager.default.fileExists(atPath: settings.data) else {
            throw Failure("\(settings.data): there is no such data folder. Name it with --data, or start `coprolab serve` once.")
        }
        let socket = settings.data + "/admin.sock"
        if let answer = try UnixHTTP.post(call.body.bytes, to: AdministrationCall.path, socket: socket) {
            return try read(answer)
        }
        let folder = try DataFolder(path: settings.data, create: false)
        let loop = try EventLoop(name: "administration")
        try loop.start()
        let journal = try await SQLiteJournal.open(in: folder)
        let links = Links(origin: settings.service.publicURL ?? "http://localhost:\(settings.service.port)")
        let hub = Hub(
            loop: loop, journal: journal, templates: try TemplateLibrary.read(folder: settings.templates),
            settings: settings.service.hub, links: links, logger: settings.logger, onBroken: { _ in })
        let result: Result<JSON, any Error>
        do {
            try await hub.open()
            result = .success(try await hub.carryOut(call))
        } catch {
            result = .failure(error)
        }
        await journal.close()
        await loop.stop()
        folder.close()
        return try result.get()
    }

    private static func read(_ answer: (status: Int, body: [UInt8])) throws -> JSON {
        let json = (try? JSON(parsing: answer.body)) ?? .empty
        guard answer.status == 200 else {
            throw Failure(json["detail"]?.string ?? "The server answered with status \(answer.status).")
        }
        return json
    }
}

/// One HTTP request over a unix socket, which Foundation doesn't speak.
enum UnixHTTP {
    /// The answer, or nil where nobody listens.
    static func post(
        _ body: [UInt8], to path: String, socket file: String
    ) throws -> (status: Int, body: [UInt8])? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(file.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure("No socket can be opened: \(String(cString: strerror(errno))).") }
        defer { close(descriptor) }
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else {
            if errno == ENOENT || errno == ECONNREFUSED { return nil }
            throw Failure("\(file): \(String(cString: strerror(errno))). Run this as the user that the server runs as.")
        }
        let head = "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        var rest = Array(head.utf8)[...] + body
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { throw Failure("The server closed the administration socket. Try again.") }
            rest = rest.dropFirst(sent)
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while !isWhole(answer) {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer.append(contentsOf: buffer.prefix(count))
        }
        guard let split = headEnd(answer), let line = String(decoding: answer[..<split], as: UTF8.self).split(separator: " ").dropFirst().first,
            let status = Int(line)
        else { throw Failure("The server's answer can't be read. Its version may differ from this command's.") }
        return (status, Array(answer[(split + 4)...]))
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...(bytes.count - 4)).first { Array(bytes[$0..<$0 + 4]) == [13, 10, 13, 10] }
    }

    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard let end = headEnd(bytes) else { return false }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).lowercased().split(separator: "\r\n")
        guard let length = lines.first(where: { $0.hasPrefix("content-length:") })?
            .dropFirst(15).trimmingCharacters(in: .whitespaces), let count = Int(length)
        else { return false }
        return bytes.count >= end + 4 + count
    }
}
