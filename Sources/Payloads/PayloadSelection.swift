package import NumberResources

/// Which VRPs an output is limited to: those of any of the AS numbers and those of any of the prefixes.
package struct PayloadSelection: Sendable {
    package var asns: Set<ASN> = []
    /// VRPs whose prefix covers one of these are selected.
    package var prefixes: [IPPrefix] = []
    /// VRPs within one of the prefixes are selected too.
    package var includesMoreSpecifics: Bool

    package init(includesMoreSpecifics: Bool = false) {
        self.includesMoreSpecifics = includesMoreSpecifics
    }

    package func contains(_ vrp: VRP) -> Bool {
        asns.contains(vrp.asn)
            || prefixes.contains { vrp.prefix.covers($0) || includesMoreSpecifics && $0.covers(vrp.prefix) }
    }
}

extension PayloadListing {
    /// The VRPs that `selection` contains; router keys and ASPAs are left out.
    package func filtered(by selection: PayloadSelection) -> PayloadListing {
        PayloadListing(trustAnchors: trustAnchors, vrps: vrps.filter { selection.contains($0.vrp) })
    }
}
