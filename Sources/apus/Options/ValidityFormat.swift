import Payloads

/// How the validity of routes is printed.
enum ValidityFormat {
    /// `192.0.2.0/24 => AS65000: valid`, then, if `explained`, why, with every covering VRP.
    static func writeText(_ validity: RouteValidity, explained: Bool, to sink: inout ByteSink) throws {
        sink.append(validity.prefix)
        sink.append(" => ")
        if let origin = validity.origin { sink.append(origin) } else { sink.append("NONE") }
        sink.append(": ")
        sink.append(validity.state.rawValue)
        try sink.endLine()
        guard explained else { return }
        sink.append("  \(validity.explanation).")
        try sink.endLine()
        for (label, vrps) in groups(validity) {
            for vrp in vrps {
                sink.append("  \(label): \(vrp)")
                try sink.endLine()
            }
        }
    }

    /// The document that Routinator's validity API answers with.
    static func writeJSON(_ validities: some Sequence<RouteValidity>, to sink: inout ByteSink) throws {
        sink.append("{\n  \"validated_routes\": [")
        var isFirst = true
        for validity in validities {
            sink.append(isFirst ? "\n" : ",\n")
            isFirst = false
            sink.append("    {\"route\": {\"origin_asn\": \"")
            if let origin = validity.origin { sink.append(origin) }
            sink.append("\", \"prefix\": \"")
            sink.append(validity.prefix)
            sink.append("\"}, \"validity\": {\"state\": \"\(validity.state.rawValue)\", ")
            if let reason = validity.reason { sink.append("\"reason\": \"\(reason.rawValue)\", ") }
            sink.append("\"description\": \"\(validity.explanation)\", \"VRPs\": {")
            for (index, (label, vrps)) in groups(validity).enumerated() {
                let entries = vrps.map {
                    "{\"asn\": \"\($0.asn)\", \"prefix\": \"\($0.prefix)\", \"max_length\": \"\($0.maxLength)\"}"
                }
                sink.append("\(index == 0 ? "" : ", ")\"\(label)\": [\(entries.joined(separator: ", "))]")
            }
            sink.append("}}}")
        }
        try sink.endLine()
        sink.append("  ]\n}")
        try sink.endLine()
    }

    private static func groups(_ validity: RouteValidity) -> [(String, [VRP])] {
        [
            ("matched", validity.matched), ("unmatched_as", validity.unmatchedAS),
            ("unmatched_length", validity.unmatchedLength),
        ]
    }
}
