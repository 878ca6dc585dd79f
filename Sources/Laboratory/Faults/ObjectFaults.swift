/// How faults change the content of objects that are no ROAs.
extension LaboratoryFault {
    func change(_ content: inout ObjectContent) {
        switch content {
        case .aspa(var template):
            if self == .asNumberOutOfRange { template.customer = Self.asNumberTooLarge }
            content = .aspa(template)
        case .prefixList(var template):
            if self == .asNumberOutOfRange { template.asn = Self.asNumberTooLarge }
            content = .prefixList(template)
        case .ghostbusters, .trustAnchorKeys, .checklist:
            break
        }
    }

    private static let asNumberTooLarge = Int64(UInt32.max) + 1
}
