import DER
import RPKIObjects

/// What the engine knows of one trust anchor.
struct TrustAnchorState {
    var locator: TrustAnchorLocator
    /// The certificates on offer; nil until someone has looked for them.
    var candidates: [TrustAnchorCandidate]?
    /// Whether they must be looked at again.
    var isDirty = true
    var selection: TrustAnchorSelection?

    init(_ locator: TrustAnchorLocator) {
        self.locator = locator
    }

    var outcome: ValidationReport.TrustAnchor.Outcome {
        switch selection?.result {
        case nil: .pending
        case .success(let authority): .valid(authority.certificate)
        case .failure(let rejection): .rejected(rejection)
        }
    }

    var authority: CertificationAuthority? {
        guard case .success(let authority) = selection?.result else { return nil }
        return authority
    }
}
