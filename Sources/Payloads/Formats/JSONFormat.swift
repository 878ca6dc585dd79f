import Foundation
import NumberResources

/// `json`: the payloads in the layout of Routinator's format of that name, which StayRTR, GoRTR and other
/// RTR servers read.
package enum JSONFormat {
    /// `generated`: when the set was validated, in seconds since 1970-01-01 UTC.
    package static func write(_ listing: PayloadListing, generated: Int64, to sink: inout ByteSink) throws {
        let anchors = TrustAnchorNames(listing)
        sink.append("{\n  \"metadata\": {\n    \"generated\": \(generated),\n    \"generatedTime\": \"")
        let time = Date(timeIntervalSince1970: Double(generated)).formatted(.iso8601)
        sink.append("\(time)\"\n  },\n  \"roas\": [")
        try writeList(listing.vrps, to: &sink) { entry, sink in
            sink.append("{ \"asn\": \"")
            sink.append(entry.vrp.asn)
            sink.append("\", \"prefix\": \"")
            sink.append(entry.vrp.prefix)
            sink.append("\", \"maxLength\": ")
            sink.append(decimal: entry.vrp.maxLength)
            sink.append(anchors[entry.trustAnchor])
        }
        if let routerKeys = listing.routerKeys {
            sink.append(",\n  \"routerKeys\": [")
            try writeList(routerKeys, to: &sink) { entry, sink in
                sink.append("{ \"asn\": \"")
                sink.append(entry.routerKey.asn)
                sink.append("\", \"SKI\": \"")
                sink.append(hexadecimal(entry.routerKey.subjectKeyIdentifier))
                sink.append("\", \"routerPublicKey\": \"")
                sink.append(base64URL(entry.routerKey.subjectPublicKeyInfo))
                sink.append("\"")
                sink.append(anchors[entry.trustAnchor])
            }
        }
        if let aspas = listing.aspas {
            sink.append(",\n  \"aspas\": [")
            try writeList(aspas, to: &sink) { entry, sink in
                sink.append("{ \"customer\": \"")
                sink.append(entry.aspa.customer)
                sink.append("\", \"providers\": [")
                sink.append(entry.aspa.providers.map { "\"\($0)\"" }.joined(separator: ", "))
                sink.append("]")
                sink.append(anchors[entry.trustAnchor])
            }
        }
        sink.append("\n}")
        try sink.endLine()
    }

    private static func writeList<Element>(
        _ elements: [Element],
        to sink: inout ByteSink,
        each write: (Element, inout ByteSink) -> Void
    ) throws {
        var isFirst = true
        for element in elements {
            if !isFirst { sink.append(",") }
            isFirst = false
            try sink.endLine()
            sink.append("    ")
            write(element, &sink)
        }
        try sink.endLine()
        sink.append("  ]")
    }

    /// The end of an entry, `, "ta": "NAME" }`, made once per trust anchor.
    private struct TrustAnchorNames {
        private let endings: [[UInt8]]
        private let noName = Array(", \"ta\": \"N/A\" }".utf8)

        init(_ listing: PayloadListing) {
            endings = listing.trustAnchors.map { Array(", \"ta\": \(JSONFormat.quoted($0)) }".utf8) }
        }

        subscript(index: UInt16) -> [UInt8] {
            Int(index) < endings.count ? endings[Int(index)] : noName
        }
    }

    /// `text` as a JSON string (RFC 8259 section 7). Escaped is also what a terminal might take for more than a character
    /// to show: whatever is not printable.
    package static func quoted(_ text: String) -> String {
        // Nearly all text needs no escape.
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }) { return "\"\(text)\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.isPrintable: result.unicodeScalars.append(scalar)
            default:
                // Beyond the first plane: the two halves of a surrogate pair.
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return result + "\""
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Base64 with the URL alphabet and without padding, as SLURM has it (RFC 8416 section 3.3.2).
    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
