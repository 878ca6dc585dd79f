import Foundation
import RPKICrypto
import Synchronization

/// An RRDP repository of one object that answers well until it is told to answer badly.
final class HostileRepository: Sendable {
    typealias Step = ScriptedServer.Step

    /// What goes wrong.
    enum Attack: Sendable {
        /// At the acceptance of a connection, before TLS.
        case accept([Step])
        /// In the answer for the notification.
        case notification([Step])
        /// In the body of the notification; `$BASE` stands for the server.
        case document(String)
        /// In the answer for the snapshot of a new session, which has this hash.
        case snapshot([Step], hash: SHA256Digest)
    }

    static let session = "9df4b597-af9e-4dca-bdda-719cce2c4e28"
    static let newSession = "00000000-0000-4000-8000-000000000000"
    static let name = "rsync://repo.example/module/a.roa"

    private let server: ScriptedServer
    private let attack: Behaviour

    private final class Behaviour: Sendable {
        let current = Mutex<Attack?>(nil)
        let base = Mutex("")
    }

    var notifyURI: String { server.base + "/notification.xml" }

    init() throws {
        let behaviour = Behaviour()
        attack = behaviour
        server = try ScriptedServer { path in
            Self.answer(path, behaviour.current.withLock { $0 }, base: behaviour.base.withLock { $0 })
        } onAccept: {
            if case .accept(let steps) = behaviour.current.withLock({ $0 }) { steps } else { nil }
        }
        let base = server.base
        behaviour.base.withLock { $0 = base }
    }

    func begin(_ attack: Attack) {
        self.attack.current.withLock { $0 = attack }
    }

    func end() {
        attack.current.withLock { $0 = nil }
    }

    private static func answer(_ path: String, _ attack: Attack?, base: String) -> [Step] {
        switch (path, attack) {
        case ("/notification.xml", .notification(let steps)):
            return steps
        case ("/notification.xml", .document(let text)):
            return body(text.replacingOccurrences(of: "$BASE", with: base))
        case ("/notification.xml", .snapshot(_, let hash)):
            let reference = "<snapshot uri=\"\(base)/snapshot.xml\" hash=\"\(hash.hex)\"/>"
            return body(document("notification", newSession, 1, reference))
        case ("/notification.xml", _):
            let reference = "<snapshot uri=\"\(base)/snapshot.xml\" hash=\"\(hash(goodSnapshot).hex)\"/>"
            return body(document("notification", session, 1, reference))
        case ("/snapshot.xml", .snapshot(let steps, _)):
            return steps
        case ("/snapshot.xml", _):
            return body(goodSnapshot)
        default:
            return [.head("HTTP/1.1 404 Not Found", "Content-Length: 0")]
        }
    }

    private static var goodSnapshot: String {
        document(
            "snapshot",
            session,
            1,
            "<publish uri=\"\(name)\">\(Data("good".utf8).base64EncodedString())</publish>"
        )
    }

    // MARK: Words for attacks

    /// A whole answer.
    static func body(_ text: String, _ fields: String...) -> [Step] {
        let head = (["HTTP/1.1 200 OK", "Connection: close", "Content-Length: \(text.utf8.count)"] + fields).map {
            $0 + "\r\n"
        }
        return [.text(head.joined() + "\r\n" + text)]
    }

    static func document(_ name: String, _ session: String, _ serial: String, _ content: String) -> String {
        "<\(name) xmlns=\"http://www.ripe.net/rpki/rrdp\" version=\"1\" session_id=\"\(session)\" serial=\"\(serial)\">"
            + "\(content)</\(name)>"
    }

    static func document(_ name: String, _ session: String, _ serial: Int, _ content: String) -> String {
        document(name, session, "\(serial)", content)
    }

    static func hash(_ text: String) -> SHA256Digest { SHA256Digest(hashing: Array(text.utf8)) }

    /// A snapshot of the new session with this content and the right hash.
    static func snapshot(_ content: String, session: String = newSession, serial: Int = 1) -> Attack {
        let text = document("snapshot", session, serial, content)
        return .snapshot(body(text), hash: hash(text))
    }

    /// A notification with this content.
    static func notification(_ content: String, session: String = newSession, serial: String = "1") -> Attack {
        .document(document("notification", session, serial, content))
    }
}
