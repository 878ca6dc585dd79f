/// RFC 6487 section 4.2: positive. That it has at most 20 octets is seen when it is decoded.
enum SerialNumberRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            !certificate.serialNumber.isZero,
            .certificateSerialNumber,
            "zero",
            at: certificate.structure.signedPart.startIndex
        )
    }
}
