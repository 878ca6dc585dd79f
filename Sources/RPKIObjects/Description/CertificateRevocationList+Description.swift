import DER

extension CertificateRevocationList: Describable {
    /// Everything that the CRL says.
    package func describe(into description: inout ObjectDescription) {
        description.add("issuer", "Issuer", .name(issuerName))
        description.add(
            "authorityKeyIdentifier",
            "Authority key id.",
            authorityKeyIdentifier.map { .identifier($0) }
        )
        description.add("number", "CRL number", number.map { .count($0) })
        description.add("thisUpdate", "This update", .time(thisUpdate))
        description.add("nextUpdate", "Next update", .time(nextUpdate))
        description.add("signatureAlgorithm", "Signature algorithm", signatureAlgorithm.value)
        description.add("revokedCertificates", "Revoked certificates", .list(revocations))
        description.add("extensions", "Extensions", .list(RawExtension.all(of: self).map(\.described)))
    }

    /// Serial number and date of each entry, in the order of the CRL: decoding keeps the numbers only.
    private var revocations: [ObjectDescription.Value] {
        var result: [ObjectDescription.Value] = []
        var reader = DERReader(structure.signedPart)
        guard revokedCount > 0, var fields = try? reader.enter() else { return [] }
        // Before the list stand the algorithm and the issuer, both SEQUENCEs, and then the times.
        var hasTimes = false
        while !fields.isAtEnd, !(hasTimes && fields.nextTag == .sequence) {
            hasTimes = hasTimes || fields.nextTag == .utcTime || fields.nextTag == .generalizedTime
            guard (try? fields.readElement()) != nil else { return [] }
        }
        guard var entries = try? fields.enter() else { return [] }
        while !entries.isAtEnd, var entry = try? entries.enter(), let number = try? SerialNumber(from: &entry),
            let date = try? entry.readTime()
        {
            let fields = ObjectDescription {
                $0.add("serialNumber", "Serial number", .serialNumber(number))
                $0.add("revocationDate", "Revocation date", .time(date.time))
            }
            result.append(.shown("\(number.hex) on \(date.time)", .fields(fields)))
        }
        return result
    }
}
