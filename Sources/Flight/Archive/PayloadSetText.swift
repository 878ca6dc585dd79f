import NumberResources
package import Payloads
import RPKICrypto

/// The text form of a payload set in which sets are archived: one line per payload in the order of the set,
/// so that equal sets are equal texts and a small change is a small difference.
///
/// ```
/// vrp,AS65000,192.0.2.0/24,24
/// router-key,AS65000,<subject key identifier, hexadecimal>,<SubjectPublicKeyInfo, hexadecimal>
/// aspa,AS65000,AS65001 AS65002
/// ```
package enum PayloadSetText {
    /// The whole text, in pieces of about 64 KiB.
    package static func forEachPiece(of set: PayloadSet, _ body: ([UInt8]) throws -> Void) throws {
        var piece: [UInt8] = []
        piece.reserveCapacity(pieceSize + 512)
        func append(_ line: String) throws {
            piece.append(contentsOf: line.utf8)
            piece.append(0x0A)
            if piece.count >= pieceSize {
                try body(piece)
                piece.removeAll(keepingCapacity: true)
            }
        }
        for vrp in set.vrps { try append("vrp,\(vrp.asn),\(vrp.prefix),\(vrp.maxLength)") }
        for key in set.routerKeys {
            try append("router-key,\(key.asn),\(key.subjectKeyIdentifier.hex),\(key.subjectPublicKeyInfo.hex)")
        }
        for aspa in set.aspas {
            try append("aspa,\(aspa.customer),\(aspa.providers.map(\.description).joined(separator: " "))")
        }
        if !piece.isEmpty { try body(piece) }
    }

    private static let pieceSize = 65_536

    /// Reads the text back; nil when a line is none of the three.
    package static func parse(_ text: [UInt8]) -> PayloadSet? {
        var vrps: [VRP] = []
        var routerKeys: [RouterKey] = []
        var aspas: [ASPA] = []
        for line in text.split(separator: 0x0A) {
            let fields = line.split(separator: 0x2C, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            guard fields.count >= 3, let asn = ASN(parsing: fields[1]) else { return nil }
            switch (fields[0], fields.count) {
            case ("vrp", 4):
                guard let prefix = IPPrefix(parsing: fields[2]), let maxLength = UInt8(fields[3]),
                    let vrp = VRP(prefix: prefix, maxLength: maxLength, asn: asn)
                else { return nil }
                vrps.append(vrp)
            case ("router-key", 4):
                guard let identifier = [UInt8](hex: fields[2]), let key = [UInt8](hex: fields[3]) else { return nil }
                routerKeys.append(
                    RouterKey(asn: asn, subjectKeyIdentifier: identifier, subjectPublicKeyInfo: key)
                )
            case ("aspa", 3):
                let names = fields[2].split(separator: " ")
                let providers = names.compactMap { ASN(parsing: $0) }
                guard providers.count == names.count, let aspa = ASPA(customer: asn, providers: providers) else {
                    return nil
                }
                aspas.append(aspa)
            default:
                return nil
            }
        }
        return PayloadSet(vrps: vrps, routerKeys: routerKeys, aspas: aspas)
    }
}
