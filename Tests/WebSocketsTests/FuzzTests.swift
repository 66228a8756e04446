import Testing

@testable import WebSockets

@Suite("Mutated bytes on a live server", .timeLimit(.minutes(10)))
struct FuzzTests {
    private static func mutated(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            guard !bytes.isEmpty else { return bytes }
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8.random(in: .min ... .max, using: &generator), at: place)
            default: bytes.insert(contentsOf: bytes[..<min(place, 40)], at: place)
            }
        }
        return bytes
    }

    @Test(
        "requests and frames, whatever is done to them, leave a server that answers",
        arguments: [1, 2] as [UInt64])
    func survives(seed: UInt64) async throws {
        try await Fixture.run { fixture in
            var generator = SeededGenerator(seed: seed)
            let requests = [
                "GET /api/labs?x=1&y=2 HTTP/1.1\r\nHost: test\r\nAccept: */*\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n",
                "POST /api/labs HTTP/1.1\r\nHost: test\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\nhello world",
                RawConnection.upgradeRequest(headers: "Origin: http://test\r\n"),
            ].map { Array($0.utf8) }
            let frames = [
                RawConnection.frame(0x81, Array("hello".utf8)), RawConnection.frame(0x01, Array("frag".utf8)),
                RawConnection.frame(0x80, Array("ment".utf8)), RawConnection.frame(0x89, [1, 2, 3]),
                RawConnection.frame(0x88, [0x03, 0xE8]),
                RawConnection.frame(0x81, [UInt8](repeating: 0x61, count: 3000)),
            ]
            for round in 0..<1500 {
                let raw = try RawConnection(port: fixture.port)
                do {
                    if round % 2 == 0 {
                        guard let request = requests.randomElement(using: &generator) else { return }
                        try await raw.send(Self.mutated(request, &generator))
                    } else {
                        guard try await raw.upgrade() == 101 else { continue }
                        for _ in 0..<4 {
                            guard let frame = frames.randomElement(using: &generator) else { return }
                            try await raw.send(Self.mutated(frame, &generator))
                        }
                    }
                } catch is RawConnection.Failure {
                    // The server may hang up before all is sent.
                }
            }
            let socket = try await fixture.socket()
            socket.send("still here")
            #expect(await socket.messages(1) == ["still here"], "seed \(seed)")
        }
    }
}
