import Foundation
import Glibc
import Synchronization

/// An HTTP server on this machine that answers as a test tells it, honestly or not: one thread a connection, one request each.
final class LocalServer: Sendable {
    struct Request {
        let path: String
        let headers: [String: String]   // names in lower case

        /// The first byte of a range that runs to the end.
        var rangeStart: Int? { headers["range"]?.wholeMatch(of: /bytes=(\d+)-/).flatMap { Int($0.1) } }
    }

    struct Answer {
        /// Without one nothing is sent at all.
        var status = "200 OK"
        var headers: [String: String] = [:]
        var body: [UInt8] = []
        /// Seconds of silence before the connection is closed.
        var silence = 0.0

        /// A whole file, told honestly.
        static func whole(_ body: [UInt8], tag: String = "\"1\"") -> Answer {
            Answer(headers: ["Content-Length": "\(body.count)", "ETag": tag], body: body)
        }

        /// What is left of a file from `start` on.
        static func part(_ file: [UInt8], from start: Int, tag: String = "\"1\"") -> Answer {
            Answer(
                status: "206 Partial Content",
                headers: [
                    "Content-Length": "\(file.count - start)", "Content-Range": "bytes \(start)-\(file.count - 1)/\(file.count)", "ETag": tag,
                ], body: Array(file[start...]))
        }

        static func status(_ line: String) -> Answer { Answer(status: line, headers: ["Content-Length": "0"]) }

        /// Ends the connection after a number of bytes, whatever was announced.
        func cut(after count: Int, silence: Double = 0) -> Answer {
            var answer = self
            answer.body = Array(body.prefix(count))
            answer.silence = silence
            return answer
        }
    }

    private let socket: Int32
    private let seen = Mutex<[Request]>([])
    let port: UInt16

    /// - Parameter answer: given each request and how many came before it.
    init(_ answer: @escaping @Sendable (Request, Int) -> Answer) throws {
        let listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0 }
        }
        guard listener >= 0, bound else { throw CocoaError(.fileNoSuchFile) }
        socket = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                guard let server = self else {
                    close(connection)
                    return
                }
                Thread.detachNewThread { server.serve(connection, answer) }
            }
        }
    }

    deinit {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
    }

    var address: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { seen.withLock { $0 } }

    private func serve(_ connection: Int32, _ answer: (Request, Int) -> Answer) {
        defer { close(connection) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !bytes.suffix(4).elementsEqual(Array("\r\n\r\n".utf8)) {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            bytes += buffer[..<count]
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        let headers = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        let path = lines.first?.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let request = Request(path: path, headers: Dictionary(headers) { first, _ in first })
        let number = seen.withLock { seen in
            seen.append(request)
            return seen.count - 1
        }
        let reply = answer(request, number)
        let head = "HTTP/1.1 \(reply.status)\r\n" + reply.headers.map { "\($0): \($1)\r\n" }.joined() + "Connection: close\r\n\r\n"
        let message = reply.status.isEmpty ? [] : Array(head.utf8) + reply.body
        var sent = 0
        while sent < message.count {
            let count = message[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            sent += count
        }
        Thread.sleep(forTimeInterval: reply.silence)
    }
}
