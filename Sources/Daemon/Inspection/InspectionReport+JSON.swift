package import Payloads
import RPKICrypto
import RPKIObjects

extension InspectionReport {
    /// Writes the report as one line of JSON.
    package func writeJSON(to sink: inout ByteSink) throws {
        sink.append("{\"file\":\(JSONFormat.quoted(name))")
        sink.append(",\"type\":\(type.map { JSONFormat.quoted($0.name) } ?? "null")")
        sink.append(",\"sha256\":\"\(hash.hex)\",\"size\":\(size)")
        sink.append(",\"verdict\":\"\(isValid ? "valid" : "invalid")\",\"rejection\":")
        sink.append(rejection?.json ?? "null")
        sink.append(",\"warnings\":[\(warnings.map(\.json).joined(separator: ","))]")
        sink.append(",\"chain\":\"\(chain.state.rawValue)\",\"issuers\":[")
        sink.append(
            chain.links.map {
                "{\"subject\":\(JSONFormat.quoted($0.subject)),\"place\":\(JSONFormat.quoted($0.place))}"
            }.joined(separator: ",")
        )
        sink.append("],\"notes\":[\(chain.notes.map(JSONFormat.quoted).joined(separator: ","))],\"object\":")
        object.writeJSON(to: &sink)
        sink.append("}")
        try sink.endLine()
    }
}

extension Finding {
    fileprivate var json: String {
        "{\"reason\":\(JSONFormat.quoted(reason)),\"clause\":\(JSONFormat.quoted(clause)),"
            + "\"detail\":\(JSONFormat.quoted(detail)),\"offset\":\(offset.map(String.init) ?? "null")}"
    }
}

extension ObjectDescription {
    fileprivate func writeJSON(to sink: inout ByteSink) {
        sink.append("{")
        for (index, field) in fields.enumerated() {
            if index > 0 { sink.append(",") }
            sink.append(JSONFormat.quoted(field.key))
            sink.append(":")
            field.value.writeJSON(to: &sink)
        }
        sink.append("}")
    }
}

extension ObjectDescription.Value {
    fileprivate func writeJSON(to sink: inout ByteSink) {
        switch self {
        case .text(let text): sink.append(JSONFormat.quoted(text))
        case .number(let number): sink.append(String(number))
        case .flag(let flag): sink.append(flag ? "true" : "false")
        case .fields(let nested): nested.writeJSON(to: &sink)
        case .shown(_, let value): value.writeJSON(to: &sink)
        case .list(let values):
            sink.append("[")
            for (index, value) in values.enumerated() {
                if index > 0 { sink.append(",") }
                value.writeJSON(to: &sink)
            }
            sink.append("]")
        }
    }
}
