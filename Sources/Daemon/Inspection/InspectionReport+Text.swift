import NumberResources
package import Payloads
import RPKICrypto
import RPKIObjects

extension InspectionReport {
    /// Writes the report for people: what the object says, how its chain was checked, and the verdict as the last line.
    package func writeText(to sink: inout ByteSink) throws {
        try Self.write(heading, to: &sink)
        try Self.write(object, to: &sink)
        try Self.write(conclusion, to: &sink)
        sink.append("Validation: ")
        sink.append(rejection.map { "invalid: \($0.description.printable)" } ?? "valid")
        try sink.endLine()
    }

    private static func write(_ description: ObjectDescription, to sink: inout ByteSink) throws {
        guard !description.fields.isEmpty else { return }
        sink.append(description.text())
        try sink.endLine()
    }

    private var heading: ObjectDescription {
        ObjectDescription {
            $0.add("file", "File", .text(name))
            $0.add("type", "Type", .text(type?.title ?? "unknown"))
            $0.add("size", "Size", .text("\(size) octets"))
            $0.add("sha256", "SHA-256", .text(hash.hex))
        }
    }

    private var conclusion: ObjectDescription {
        ObjectDescription {
            let links = chain.links.map { "\($0.subject) (\($0.place))" }
            let lines = [chain.state.rawValue] + links + chain.notes
            $0.add("chain", "Chain", .list(lines.map { .text($0) }))
            if !warnings.isEmpty { $0.add("warnings", "Warnings", .list(warnings.map { .text($0.description) })) }
            if let excerpt {
                let form = countsNormalizedOctets ? " (of the DER form)" : ""
                $0.add("octets", "Octets at \(excerpt.offset)", .text("\(excerpt)\(form)"))
            }
        }
    }
}
