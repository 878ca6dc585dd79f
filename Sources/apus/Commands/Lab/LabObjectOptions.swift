import ArgumentParser
import Laboratory
import NumberResources

/// What to issue or revoke: a ROA as an argument, or one of the other objects by options.
struct LabObjectOptions: ParsableArguments {
    @Argument(help: "A ROA: PREFIX-MAXLENGTH-ASN, such as 10.0.0.0/24-24-AS64512.")
    var payload: RouteOriginArgument?

    @Option(help: ArgumentHelp("An ASPA of this customer AS.", valueName: "asn"))
    var aspa: ASNArgument?

    @Option(help: ArgumentHelp("Its providers: AS64513,AS64514; AS0 for none.", valueName: "asn,…"))
    var providers: ArgumentList<ASNArgument>?

    @Option(help: ArgumentHelp("A key of a BGPsec router of this AS.", valueName: "asn"))
    var routerKey: ASNArgument?

    @Option(help: ArgumentHelp("The router's BGP identifier as a number. (default: 1)", valueName: "number"))
    var router: UInt32?

    @Option(help: ArgumentHelp("A list of all prefixes of this AS.", valueName: "asn"))
    var prefixList: ASNArgument?

    @Option(help: ArgumentHelp("Its prefixes: 10.0.0.0/24,2001:db8::/48.", valueName: "prefix,…"))
    var prefixes: ArgumentList<PrefixArgument>?

    @Option(help: ArgumentHelp("A Ghostbusters record: the name of whom to call.", valueName: "name"))
    var contact: String?

    @Option(help: "Their e-mail address.")
    var email: String?

    @Option(help: "Their telephone number.")
    var telephone: String?

    @Flag(help: "The keys of a trust anchor (TAK).")
    var trustAnchorKeys = false

    @Flag(help: "Announce a key to come.")
    var successor = false

    /// The objects that were asked for, ROAs left out.
    private var objects: [LaboratoryObject] {
        var objects: [LaboratoryObject] = []
        if let aspa {
            objects.append(.aspa(customer: aspa.asn, providers: providers?.values.map(\.asn) ?? []))
        }
        if let routerKey { objects.append(.routerKey(asn: routerKey.asn, router: router ?? 1)) }
        if let prefixList {
            objects.append(.prefixList(asn: prefixList.asn, prefixes: prefixes?.values.map(\.prefix) ?? []))
        }
        if let contact {
            objects.append(.ghostbusters(GhostbustersContact(name: contact, telephone: telephone, email: email)))
        }
        if trustAnchorKeys { objects.append(.trustAnchorKeys(announcesSuccessor: successor)) }
        return objects
    }

    /// The object, unless it is a ROA.
    var object: LaboratoryObject? { objects.first }

    func validate() throws {
        guard objects.count + (payload == nil ? 0 : 1) == 1 else {
            throw ValidationError(
                "give one thing: PREFIX-MAXLENGTH-ASN, --aspa, --router-key, --prefix-list, --contact or"
                    + " --trust-anchor-keys"
            )
        }
        func require(_ isGiven: Bool, _ option: String, with owner: String, _ isOwnerGiven: Bool) throws {
            if isGiven, !isOwnerGiven { throw ValidationError("\(option) goes with \(owner)") }
        }
        try require(providers != nil, "--providers", with: "--aspa", aspa != nil)
        try require(router != nil, "--router", with: "--router-key", routerKey != nil)
        try require(prefixes != nil, "--prefixes", with: "--prefix-list", prefixList != nil)
        try require(email != nil, "--email", with: "--contact", contact != nil)
        try require(telephone != nil, "--telephone", with: "--contact", contact != nil)
        try require(successor, "--successor", with: "--trust-anchor-keys", trustAnchorKeys)
        if aspa != nil, providers == nil { throw ValidationError("--aspa needs --providers") }
        if contact != nil, email == nil, telephone == nil {
            throw ValidationError("--contact needs --email or --telephone")
        }
    }
}
