/// `csv`: the VRPs, one per line, in the layout of Routinator's format of that name.
package enum CSVFormat {
    package static func write(_ listing: PayloadListing, to sink: inout ByteSink) throws {
        let names = listing.trustAnchors.map { Array(field($0).utf8) }
        let noName = Array("N/A".utf8)
        sink.append("ASN,IP Prefix,Max Length,Trust Anchor")
        try sink.endLine()
        for entry in listing.vrps {
            sink.append(entry.vrp.asn)
            sink.append(",")
            sink.append(entry.vrp.prefix)
            sink.append(",")
            sink.append(decimal: entry.vrp.maxLength)
            sink.append(",")
            let anchor = Int(entry.trustAnchor)
            sink.append(anchor < names.count ? names[anchor] : noName)
            try sink.endLine()
        }
    }

    /// A name as a field, in quotes if it needs them (RFC 4180 section 2).
    private static func field(_ name: String) -> String {
        guard name.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return name }
        return "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}
