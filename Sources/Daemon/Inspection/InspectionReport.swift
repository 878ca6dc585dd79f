package import RPKICrypto
package import RPKIObjects

/// What inspecting one file gave.
package struct InspectionReport: Sendable {
    /// The file's name, as it was given.
    package let name: String
    /// nil when nothing is known that begins so.
    package internal(set) var type: InspectedType?
    package let size: Int
    package let hash: SHA256Digest
    /// What the object says, as far as it could be decoded.
    package var object = ObjectDescription()
    package var warnings: [Finding] = []
    package var chain = ChainOutcome(.unchecked)
    /// Why the object is not valid; nil when it is, as far as could be checked.
    package var rejection: Finding?
    /// What is to be seen where the rejection points to.
    package var excerpt: OctetExcerpt?
    /// Whether offsets count octets of the object's DER form, because the object is not DER.
    package var countsNormalizedOctets = false

    init(name: String, type: InspectedType?, octets: [UInt8]) {
        self.name = name
        self.type = type
        size = octets.count
        hash = SHA256Digest(hashing: octets)
    }

    package var isValid: Bool { rejection == nil }

    mutating func reject(_ rejection: Rejection) {
        self.rejection = self.rejection ?? Finding(rejection)
    }

    /// Takes over what the chain gave; `late` is what the instant alone makes invalid.
    mutating func conclude(_ outcome: ChainOutcome, late: Rejection?) {
        chain = outcome
        warnings += outcome.warnings.map { Finding($0.rejection) }
        if let rejection = outcome.rejection { reject(rejection) }
        if let rejection = late ?? outcome.lateRejection { reject(rejection) }
        if outcome.lateRejection != nil, chain.state != .unchecked { chain.state = .invalid }
    }
}
