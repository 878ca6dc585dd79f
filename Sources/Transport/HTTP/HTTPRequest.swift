import FlightEvents
import RPKIObjects

/// One GET by HTTPS.
struct HTTPRequest: Sendable {
    var uri: HTTPSURI
    /// For the flight record.
    var repository: String
    var kind: FetchRecord.Kind
    var scheduled: Timestamp
    /// `If-None-Match` and `If-Modified-Since`, where an earlier answer gave them.
    var etag: String?
    var lastModified: String?
    /// Seconds for all of it.
    var totalTimeout: Double
    /// Octets of the body after content decoding.
    var maximumBytes: Int64

    /// Header lines; validators that could not be header values are left out.
    var headers: [String] {
        var lines = ["Accept: */*"]
        if let etag, Self.isHeaderValue(etag) { lines.append("If-None-Match: \(etag)") }
        if let lastModified, Self.isHeaderValue(lastModified) { lines.append("If-Modified-Since: \(lastModified)") }
        return lines
    }

    private static func isHeaderValue(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 1_024 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}

/// Status and header fields of an answer.
package struct HTTPHead: Sendable, Hashable {
    package var status: Int
    /// By lower-case name; the last one where a field comes twice.
    package var fields: [String: String]

    package init(status: Int, fields: [String: String]) {
        self.status = status
        self.fields = fields
    }
}

/// Reads header lines one at a time.
package struct HTTPHeadReader: Sendable {
    package enum Outcome: Hashable, Sendable {
        case more
        /// The head of the answer is whole.
        case complete(HTTPHead)
        case refused(String)
    }

    private var head: HTTPHead?
    private var octets = 0
    private var isComplete = false

    /// Octets of all header lines of one transfer together.
    package static let maximumOctets = 65_536

    package init() {}

    /// Takes one line with its line end; after the head is whole (trailers) nothing more is read.
    package mutating func take(_ line: some Collection<UInt8>) -> Outcome {
        octets += line.count
        guard octets <= Self.maximumOctets else { return .refused("more than \(Self.maximumOctets) octets of header") }
        guard !isComplete else { return .more }
        let text = String(decoding: line, as: UTF8.self).trimming()
        if text.hasPrefix("HTTP/") {
            let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            head = HTTPHead(status: status ?? 0, fields: [:])
            return .more
        }
        if text.isEmpty {
            guard let head else { return .more }
            // Informational answers precede the real one.
            guard head.status >= 200 else { return .more }
            isComplete = true
            return .complete(head)
        }
        guard let colon = text.firstIndex(of: ":") else { return .more }
        let name = text[..<colon].lowercased()
        let value = text[text.index(after: colon)...].trimming()
        // One layer of gzip is bounded by the limit of decoded octets; layers upon layers are bombs.
        if name == "content-encoding", !["gzip", "x-gzip", "identity", ""].contains(value.lowercased()) {
            return .refused("content encoding \(value.prefix(80))")
        }
        if name == "content-encoding", head?.fields[name] != nil {
            return .refused("two content encodings")
        }
        // libcurl decodes compressed transfer codings, in layers and before any of our limits counts.
        if name == "transfer-encoding", value.lowercased() != "chunked" || head?.fields[name] != nil {
            return .refused("transfer encoding \(value.prefix(80))")
        }
        head?.fields[name] = value
        return .more
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    fileprivate func trimming() -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
        let rest = utf8.drop(while: isSpace)
        return String(decoding: rest.reversed().drop(while: isSpace).reversed(), as: UTF8.self)
    }
}
