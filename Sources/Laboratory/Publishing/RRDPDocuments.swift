import Foundation

/// The XML documents of RRDP (RFC 8182 section 3.5).
enum RRDPDocuments {
    /// What a delta does to one object.
    enum Change {
        /// A new object, or the replacement of the one with this hash.
        case publish(uri: String, replacing: String?, bytes: [UInt8])
        case withdraw(uri: String, hash: String)
    }

    /// A reference to a file in a notification.
    struct Reference {
        var uri: String
        var hash: String
    }

    static func snapshot(session: String, serial: UInt64, objects: [(uri: String, bytes: [UInt8])]) -> [UInt8] {
        var text = opening("snapshot", session: session, serial: serial)
        for object in objects {
            text += "<publish uri=\"\(object.uri)\">\(base64(object.bytes))</publish>\n"
        }
        return Array((text + "</snapshot>\n").utf8)
    }

    static func delta(session: String, serial: UInt64, changes: [Change]) -> [UInt8] {
        var text = opening("delta", session: session, serial: serial)
        for change in changes {
            switch change {
            case .publish(let uri, let hash, let bytes):
                let replaced = hash.map { " hash=\"\($0)\"" } ?? ""
                text += "<publish uri=\"\(uri)\"\(replaced)>\(base64(bytes))</publish>\n"
            case .withdraw(let uri, let hash):
                text += "<withdraw uri=\"\(uri)\" hash=\"\(hash)\"/>\n"
            }
        }
        return Array((text + "</delta>\n").utf8)
    }

    /// `deltas` by serial; written with the newest first, as is usual.
    static func notification(
        session: String,
        serial: UInt64,
        snapshot: Reference,
        deltas: [(serial: UInt64, reference: Reference)]
    ) -> [UInt8] {
        var text = opening("notification", session: session, serial: serial)
        text += "<snapshot uri=\"\(snapshot.uri)\" hash=\"\(snapshot.hash)\"/>\n"
        for delta in deltas.reversed() {
            text +=
                "<delta serial=\"\(delta.serial)\" uri=\"\(delta.reference.uri)\" hash=\"\(delta.reference.hash)\"/>\n"
        }
        return Array((text + "</notification>\n").utf8)
    }

    // URIs and hashes are made of characters that need no escape in XML.
    private static func opening(_ element: String, session: String, serial: UInt64) -> String {
        """
        <\(element) xmlns="http://www.ripe.net/rpki/rrdp" version="1" session_id="\(session)" serial="\(serial)">

        """
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }
}
