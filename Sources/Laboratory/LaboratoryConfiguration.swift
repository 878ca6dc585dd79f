/// What a laboratory is made of. Fixed when it is created.
package struct LaboratoryConfiguration: Codable, Hashable, Sendable {
    /// Names of the trust anchors; each has a repository (an RRDP notification and an rsync module) of its own.
    package var trustAnchors = ["lab-afrinic", "lab-apnic", "lab-arin", "lab-lacnic", "lab-ripe"]
    /// Certification authorities below each trust anchor.
    package var authoritiesPerTrustAnchor = 4
    /// ROAs of each of those at the start.
    package var roasPerAuthority = 15
    /// Loopback port of the HTTPS server; 0 chooses a free one.
    package var httpsPort: UInt16 = 0
    /// Loopback port of the rsync daemon; 0 chooses a free one.
    package var rsyncPort: UInt16 = 0
    /// Keys for end entity certificates. Each ROA and manifest takes one of them in turn, so that a laboratory of
    /// hundreds of objects need not generate hundreds of keys; real authorities use each key once.
    package var endEntityKeys = 16
    /// Seconds from the issue of a manifest and CRL to their next update.
    package var manifestLifetime: Int64 = 7 * 86_400
    /// Seconds for which ROAs are valid.
    package var roaLifetime: Int64 = 365 * 86_400
    /// Deltas that an RRDP notification lists at most.
    package var keptDeltas = 20

    package init() {}

    /// The host name in every URI; the server's certificate is for this name.
    package static let host = "localhost"
    /// The address space of the laboratory is cut into this many parts, one for each trust anchor; so is each part.
    static let maximumFanOut = 16

    func checked() throws(LaboratoryError) {
        func require(_ condition: Bool, _ why: String) throws(LaboratoryError) {
            if !condition { throw .invalidConfiguration(why: why) }
        }
        try require((1...Self.maximumFanOut).contains(trustAnchors.count), "a laboratory has 1 to 16 trust anchors")
        try require(Set(trustAnchors).count == trustAnchors.count, "trust anchors need different names")
        for name in trustAnchors {
            let isSimple = name.utf8.allSatisfy { octet in
                (0x30...0x39).contains(octet) || (0x61...0x7A).contains(octet) || octet == 0x2D
            }
            try require(
                isSimple && (1...40).contains(name.utf8.count) && !name.hasPrefix("-"),
                "the name of a trust anchor is made of a-z, 0-9 and -: \(name)"
            )
        }
        try require(
            (0...Self.maximumFanOut).contains(authoritiesPerTrustAnchor),
            "a trust anchor has 0 to 16 certification authorities"
        )
        try require((0...1000).contains(roasPerAuthority), "an authority starts with 0 to 1000 ROAs")
        try require((1...1000).contains(endEntityKeys), "a laboratory has 1 to 1000 end entity keys")
        try require((60...31_536_000).contains(manifestLifetime), "a manifest lives for 60 seconds to one year")
        try require((60...157_680_000).contains(roaLifetime), "a ROA lives for 60 seconds to five years")
        try require((0...500).contains(keptDeltas), "0 to 500 deltas are kept")
        try require(httpsPort == 0 || httpsPort != rsyncPort, "HTTPS and rsync need different ports")
    }
}
