package import DER

extension CertificateRevocationList {
    /// When the CRL says that the certificates with these serial numbers were revoked (RFC 5280 section 5.1.2.6); those
    /// that it does not revoke are left out.
    ///
    /// Looked up too rarely to be kept decoded: reads the list once, whatever the count.
    package func revocationDates(of serialNumbers: Set<SerialNumber>) -> [SerialNumber: PosixTime] {
        var result: [SerialNumber: PosixTime] = [:]
        guard var entries = try? revocationEntries() else { return result }
        while result.count < serialNumbers.count, !entries.isAtEnd, var entry = try? entries.enter(),
            let number = try? SerialNumber(from: &entry), let date = try? entry.readTime()
        {
            if serialNumbers.contains(number), result[number] == nil { result[number] = date.time }
        }
        return result
    }

    /// The content of revokedCertificates; nil when it is absent.
    private func revocationEntries() throws(DERError) -> DERReader? {
        var reader = DERReader(structure.signedPart)
        var fields = try reader.enter()
        if fields.nextTag == .integer { _ = try fields.readUnsignedInteger(as: UInt8.self) }
        _ = try AlgorithmIdentifier(from: &fields)
        _ = try fields.readEncoded(.sequence)
        _ = try fields.readTime()
        _ = try fields.readTime()
        return try fields.enterIfPresent(.sequence)
    }
}
