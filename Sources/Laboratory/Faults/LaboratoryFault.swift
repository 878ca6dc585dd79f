import DER
import RPKICrypto
package import RPKIObjects

/// Something wrong that a laboratory can publish on purpose, and the reason for which a validator must refuse it.
///
/// A fault of one object or certificate stays until that is issued anew (`Laboratory.repair`). A fault of a manifest, a
/// CRL, a publication point or a repository is in what is published next, and gone with the publication after that.
package struct LaboratoryFault: Sendable {
    /// The name on the command line.
    package let name: String
    /// Why a strict validator rejects what has the fault, or what it notes; nil for faults of a repository's RRDP,
    /// which are no object's.
    package let reason: RejectionReason?
    package let scope: Scope
    let changes: [Change]

    init(_ name: String, _ reason: RejectionReason?, _ scope: Scope, _ changes: [Change] = []) {
        self.name = name
        self.reason = reason
        self.scope = scope
        self.changes = changes
    }

    /// What a fault acts on.
    package enum Scope: String, Sendable, CaseIterable {
        /// A ROA.
        case roa
        /// The certificate of an authority below a trust anchor.
        case authorityCertificate = "authority certificate"
        /// A trust anchor's own certificate.
        case trustAnchorCertificate = "trust anchor certificate"
        /// A manifest.
        case manifest
        /// A CRL.
        case revocationList = "CRL"
        /// The files of a publication point.
        case publicationPoint = "publication point"
        case providerAuthorization = "ASPA"
        case routerCertificate = "router certificate"
        case prefixList = "prefix list"
        case ghostbusters = "Ghostbusters record"
        case trustAnchorKeys = "TAK"
        /// A signed checklist, which is not published (RFC 9323 section 2): only what `Laboratory.checklist` signs.
        case checklist
        /// A repository's RRDP.
        case repository
    }

    /// One step of making an object, changed. The steps are taken in the order of the cases.
    enum Change: Sendable {
        case roa(@Sendable (inout ROATemplate) -> Void)
        case manifest(@Sendable (inout ManifestTemplate) -> Void)
        case revocationList(@Sendable (inout CRLTemplate) -> Void)
        /// The content of any other signed object.
        case content(@Sendable (inout ObjectContent) -> Void)
        /// That content, encoded.
        case edit(DEREdit)
        /// The signed object with the certificate in it.
        case signedObject(@Sendable (inout SignedObjectTemplate, FaultContext) -> Void)
        case certificate(@Sendable (inout CertificateTemplate, FaultContext) -> Void)
        case octets(@Sendable (inout [UInt8]) -> Void)
    }

    /// Every fault, by scope.
    package static let all: [LaboratoryFault] =
        roaContentFaults + signedObjectFaults + eeCertificateFaults + authorityCertificateFaults + trustAnchorFaults
        + manifestFaults + revocationListFaults + publicationPointFaults + providerAuthorizationFaults
        + routerCertificateFaults + prefixListFaults + ghostbustersFaults + trustAnchorKeysFaults + checklistFaults
        + repositoryFaults

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The fault with this name on the command line.
    package init?(name: String) {
        guard let fault = Self.byName[name] else { return nil }
        self = fault
    }
}

/// What a fault may need to know of its surroundings.
struct FaultContext: Sendable {
    /// The signing time.
    let now: PosixTime
    /// The key of the authority that issues.
    let issuer: KeyIdentifier
    /// The AS numbers of the authority that issues, or is certified.
    let autonomousSystems: [ClosedRange<UInt32>]
}

extension LaboratoryFault {
    func change(_ roa: inout ROATemplate) {
        for case .roa(let change) in changes { change(&roa) }
    }

    func change(_ manifest: inout ManifestTemplate) {
        for case .manifest(let change) in changes { change(&manifest) }
    }

    func change(_ list: inout CRLTemplate) {
        for case .revocationList(let change) in changes { change(&list) }
    }

    func change(_ content: inout ObjectContent) {
        for case .content(let change) in changes { change(&content) }
    }

    /// The content of an object that is neither a ROA nor a manifest, with the changes to its encoding.
    func edited(_ content: [UInt8]) -> [UInt8] {
        changes.reduce(content) { content, change in
            if case .edit(let edit) = change { edit.applied(to: content) } else { content }
        }
    }

    func change(_ object: inout SignedObjectTemplate, _ context: FaultContext) {
        for case .signedObject(let change) in changes { change(&object, context) }
        change(&object.certificate, context)
    }

    func change(_ certificate: inout CertificateTemplate, _ context: FaultContext) {
        for case .certificate(let change) in changes { change(&certificate, context) }
    }

    func change(_ octets: inout [UInt8]) {
        for case .octets(let change) in changes { change(&octets) }
    }
}

extension LaboratoryFault: Hashable {
    package static func == (left: LaboratoryFault, right: LaboratoryFault) -> Bool { left.name == right.name }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}

extension LaboratoryFault: CustomStringConvertible {
    package var description: String { name }
}

extension LaboratoryFault: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let fault = LaboratoryFault(name: name) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no fault is named \(name)")
        }
        self = fault
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
