import DER
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import RPKICrypto

/// Answers HTTP requests with the files of a laboratory that are meant for clients.
struct PublishedFiles: Sendable {
    /// The laboratory's directory.
    let root: String

    /// What may be fetched; keys and state lie beside it.
    private static let publicDirectories: Set<Substring> = ["rrdp", "ta"]

    /// The answer to GET and HEAD, conditional ones too (RFC 9110 section 13).
    func response(to request: Request) -> Response {
        guard request.method == .get || request.method == .head else {
            return Response(status: .methodNotAllowed, headers: [.allow: "GET, HEAD"])
        }
        guard let path = path(of: request.uri.path), let (bytes, modified) = read(path) else {
            return Response(status: .notFound)
        }
        // Strong: made of the content itself.
        let tag = "\"\(SHA256Digest(hashing: bytes).hex.prefix(32))\""
        let date = Self.httpDate(modified)
        var headers: HTTPFields = [.eTag: tag, .lastModified: date]
        if isCurrent(request, tag: tag, date: date) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = path.hasSuffix(".xml") ? "application/xml" : "application/pkix-cert"
        guard request.method == .get else {
            headers[.contentLength] = "\(bytes.count)"
            return Response(status: .ok, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func path(of uriPath: String) -> String? {
        let parts = uriPath.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard let first = parts.first, Self.publicDirectories.contains(first) else { return nil }
        for part in parts {
            let isSimple = part.utf8.allSatisfy { octet in
                (0x30...0x39).contains(octet) || (0x61...0x7A).contains(octet) || octet == 0x2D || octet == 0x2E
            }
            guard isSimple, !part.isEmpty, !part.hasPrefix(".") else { return nil }
        }
        return "\(root)/\(parts.joined(separator: "/"))"
    }

    /// A file's content and time of last change. When it is replaced meanwhile the time is that of the old one, with
    /// which a later conditional request gets the whole file.
    private func read(_ path: String) -> (bytes: [UInt8], modified: PosixTime)? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let modified = attributes[.modificationDate] as? Date,
            let data = try? Data(contentsOf: URL(fileURLWithPath: path))
        else { return nil }
        return ([UInt8](data), PosixTime(Int64(modified.timeIntervalSince1970)))
    }

    private func isCurrent(_ request: Request, tag: String, date: String) -> Bool {
        if let tags = request.headers[.ifNoneMatch] {
            return tags.split(separator: ",").contains { known in
                let known = known.trimmingCharacters(in: .whitespaces)
                return known == "*" || (known.hasPrefix("W/") ? String(known.dropFirst(2)) : known) == tag
            }
        }
        // A client that asks so sends back the date it was given.
        return request.headers[.ifModifiedSince] == date
    }

    /// `Tue, 07 Nov 2023 22:05:20 GMT` (RFC 9110 section 5.6.7)
    static func httpDate(_ time: PosixTime) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (year, month, day, hour, minute, second) = time.civil
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        // Day 0 was a Thursday.
        let weekday = days[Int((time.seconds / 86_400) % 7)]
        return "\(weekday), \(two(day)) \(months[month - 1]) \(year) \(two(hour)):\(two(minute)):\(two(second)) GMT"
    }
}
