import DER
import RPKICrypto
import RPKIObjects
import Transport

/// Inspects one RRDP document by itself (RFC 8182 section 3.5): whether it is the one that was asked for needs the
/// others.
enum RRDPInspection {
    /// Octets that are handed to the parser at a time.
    private static let chunk = 1 << 20

    static func inspect(
        _ octets: [UInt8],
        _ document: InspectedType.RRDPDocument,
        _ report: inout InspectionReport
    ) {
        var lists = Lists()
        do throws(RRDPError) {
            let parser = try RRDPParser(document.parsed)
            for start in stride(from: 0, to: octets.count, by: chunk) {
                lists.add(try parser.parse(octets[start..<min(octets.count, start + chunk)]), &report.object)
            }
            lists.add(try parser.finish(), &report.object)
        } catch {
            report.rejection = Finding(error)
        }
        lists.describe(into: &report.object)
        report.chain = .unchecked("an RRDP document has no signature: its hash and origin are for its fetcher to check")
        if lists.haveGap {
            report.chain.notes.append("the deltas do not lead to the serial without a gap: none is used")
        }
    }

    /// What a document lists, without the objects' octets.
    private struct Lists {
        private var serial: UInt64 = 0
        private var deltaSerials: [UInt64] = []
        private var deltas: [ObjectDescription.Value] = []
        private var published: [ObjectDescription.Value] = []
        private var withdrawn: [ObjectDescription.Value] = []

        mutating func add(_ events: [RRDPEvent], _ description: inout ObjectDescription) {
            for event in events {
                switch event {
                case .header(let session, let serial):
                    self.serial = serial
                    description.add("session", "Session", .text(session))
                    description.add("serial", "Serial", .shown("\(serial)", .text("\(serial)")))
                case .snapshot(let reference):
                    description.add("snapshot", "Snapshot", Self.file(reference.uri, reference.hash))
                case .delta(let serial, let reference):
                    deltaSerials.append(serial)
                    deltas.append(Self.file(reference.uri, reference.hash, serial: serial))
                case .publish(let uri, let replaced, let bytes):
                    published.append(Self.object(uri, bytes, replacing: replaced))
                case .withdraw(let uri, let hash):
                    withdrawn.append(Self.file(uri, hash))
                }
            }
        }

        /// Whether the deltas of a notification are not those that lead to its serial, one after the other (RFC 8182
        /// section 3.4.1).
        var haveGap: Bool {
            let serials = deltaSerials.sorted()
            guard let last = serials.last else { return false }
            return last != serial || zip(serials, serials.dropFirst()).contains { $1 - $0 != 1 }
        }

        func describe(into description: inout ObjectDescription) {
            if !deltas.isEmpty { description.add("deltas", "Deltas", .list(deltas)) }
            if !published.isEmpty { description.add("published", "Published", .list(published)) }
            if !withdrawn.isEmpty { description.add("withdrawn", "Withdrawn", .list(withdrawn)) }
        }

        private static func file(_ uri: String, _ hash: SHA256Digest, serial: UInt64? = nil) -> ObjectDescription.Value
        {
            let fields = ObjectDescription {
                $0.add("serial", "Serial", serial.map { .text("\($0)") })
                $0.add("uri", "URI", .text(uri))
                $0.add("sha256", "SHA-256", .text(hash.hex))
            }
            return .shown("\(serial.map { "\($0) " } ?? "")\(uri)  \(hash.hex)", .fields(fields))
        }

        private static func object(
            _ uri: String,
            _ octets: [UInt8],
            replacing replaced: SHA256Digest?
        ) -> ObjectDescription.Value {
            let hash = SHA256Digest(hashing: octets)
            let fields = ObjectDescription {
                $0.add("uri", "URI", .text(uri))
                $0.add("size", "Size", .number(Int64(octets.count)))
                $0.add("sha256", "SHA-256", .text(hash.hex))
                $0.add("replaces", "Replaces", replaced.map { .text($0.hex) })
            }
            return .shown("\(uri)  \(hash.hex)", .fields(fields))
        }
    }
}

extension InspectedType.RRDPDocument {
    fileprivate var parsed: RRDPParser.Document {
        switch self {
        case .notification: .notification
        case .snapshot: .snapshot
        case .delta: .delta
        }
    }
}
