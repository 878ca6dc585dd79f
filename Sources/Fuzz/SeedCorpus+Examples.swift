extension SeedCorpus {
    /// Small inputs for the targets that no repository has files for.
    static var examples: [(FuzzTarget, [UInt8])] {
        exceptions.map { (.localExceptions, Array($0.utf8)) }
            + payloadFiles.map { (.payloadFile, Array($0.utf8)) }
            + configurations.map { (.configuration, Array($0.utf8)) }
            + names.map { (.uri, Array($0.utf8)) }
            + documents.flatMap { text in (0..<3).map { (.rrdp, [120 + $0] + Array(text.utf8)) } }
            + documents.map { (.rrdpNotification, Array($0.utf8)) }
            + pdus.map { (.pdu, $0) }
            + pdus.flatMap { pdu in (0..<3).map { (.rtrRouter, [128 + $0] + pdu) } }
            + [pdus.flatMap { $0 }, answer].flatMap { octets in (0..<3).map { (.rtrRouter, [128 + $0] + octets) } }
            + queries.map { (.rtrCache, [127] + $0) } + [(.rtrCache, [127] + queries.flatMap { $0 })]
            + [(.originValidation, [2, 10, 1, 24, 1, 0, 10, 0, 8, 1, 16, 10, 1, 24, 2, 2, 10, 1, 16, 1])]
    }

    private static let exceptions = [
        """
        {"slurmVersion": 1, "validationOutputFilters": {
        "prefixFilters": [{"prefix": "192.0.2.0/24", "asn": 64496, "comment": "x"}],
        "bgpsecFilters": [{"asn": 64496, "SKI": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA"}]},
        "locallyAddedAssertions": {
        "prefixAssertions": [{"asn": 64496, "prefix": "2001:db8::/32", "maxPrefixLength": 48}],
        "bgpsecAssertions": [{"asn": 64496, "SKI": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA", "routerPublicKey": "Ymx1YmI"}]}}
        """,
        """
        {"slurmVersion": 2, "validationOutputFilters": {"prefixFilters": [{"prefix": "10.0.0.0/8"}],
        "bgpsecFilters": [], "aspaFilters": [{"customerAsn": 64496}]},
        "locallyAddedAssertions": {"prefixAssertions": [], "bgpsecAssertions": [],
        "aspaAssertions": [{"customerAsn": 64496, "providerAsns": [64497, 64498]}]}}
        """,
    ]

    private static let payloadFiles = [
        """
        {"metadata": {"generated": 1}, "roas": [{"asn": "AS64496", "prefix": "192.0.2.0/24", "maxLength": 24, "ta": "x"}],
        "routerKeys": [{"asn": "AS1", "SKI": "0101010101010101010101010101010101010101", "routerPublicKey": "AQ", "ta": "x"}],
        "aspas": [{"customer": "AS1", "providers": ["AS2", "AS3"], "ta": "\\u00e4\\ud83d\\ude00"}]}
        """,
        """
        {"roas": [{"asn": 64496, "prefix": "2001:db8::/32", "maxLength": 48, "expires": 1.5e3}],
        "bgpsec_keys": [{"asn": 1, "ski": "0101010101010101010101010101010101010101", "pubkey": "AQ=="}],
        "aspas": [{"customer_asid": 1, "providers": [2, 3]}]}
        """,
    ]

    private static let configurations = [
        "", "refresh = 60\nrrdp-fallback = \"never\"\n", "rtr = [\"127.0.0.1:3323\", '[::1]:3323']\nstrict = true\n",
        "extra-tals-dir = \"\"\"\n\\u00e4\"\"\"\n[table]\nx = {y = 1979-05-27T07:32:00Z}\n",
    ]

    private static let names = [
        "rsync://rpki.example.net/repository/ca/1.roa", "rsync://[2001:db8::1]:873/m/", "https://example.net:443/n.xml",
        "192.0.2.0/24", "2001:db8::/32", "::ffff:192.0.2.1", "AS64496",
    ]

    private static let header =
        "xmlns=\"http://www.ripe.net/rpki/rrdp\" version=\"1\" session_id=\"9df4b597-af9e-4dca-bdda-719cce2c4e28\" serial=\"3\""
    private static let hash = String(repeating: "0123456789abcdef", count: 4)
    private static let documents = [
        """
        <notification \(header)><snapshot uri="https://rpki.example.net/s.xml" hash="\(hash)"/>
        <delta serial="3" uri="https://rpki.example.net/3.xml" hash="\(hash)"/>
        <delta serial="2" uri="https://rpki.example.net/2.xml" hash="\(hash)"/></notification>
        """,
        "<snapshot \(header)><publish uri=\"rsync://rpki.example.net/m/a.cer\">AAEC\nAwQ=</publish></snapshot>",
        """
        <?xml version="1.0" encoding="US-ASCII"?><!-- x --><delta \(header)>
        <publish uri="rsync://rpki.example.net/m/a.cer" hash="\(hash)">AAECAwQ=</publish>
        <withdraw uri="rsync://rpki.example.net/m/b.cer" hash="\(hash)"/></delta>
        """,
    ]

    /// Queries of each version (RFC 8210 section 5): reset, serial, and an Error Report.
    private static let queries: [[UInt8]] = (0..<3).flatMap { version -> [[UInt8]] in
        [
            [version, 2, 0, 0, 0, 0, 0, 8],
            [version, 1, 0, 7, 0, 0, 0, 12, 0, 0, 0, 1],
            [version, 10, 0, 3, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 1, 0x78],
        ]
    }

    /// A whole answer of version 1.
    private static let answer: [UInt8] =
        [1, 3, 0, 7, 0, 0, 0, 8]
        + [1, 4, 0, 0, 0, 0, 0, 20, 1, 24, 24, 0, 192, 0, 2, 0, 0, 0, 0xFB, 0xF0]
        + [1, 7, 0, 7, 0, 0, 0, 24, 0, 0, 0, 1, 0, 0, 14, 16, 0, 0, 2, 88, 0, 0, 28, 32]

    /// One of each type (RFC 8210 section 5, draft-ietf-sidrops-8210bis-27 section 5.12).
    private static let pdus: [[UInt8]] =
        queries + [
            [1, 0, 0, 7, 0, 0, 0, 12, 0, 0, 0, 2],
            [1, 3, 0, 7, 0, 0, 0, 8],
            [1, 4, 0, 0, 0, 0, 0, 20, 1, 24, 24, 0, 192, 0, 2, 0, 0, 0, 0xFB, 0xF0],
            [1, 6, 0, 0, 0, 0, 0, 32, 1, 32, 48, 0, 0x20, 1, 0xD, 0xB8] + [UInt8](repeating: 0, count: 14) + [
                0xFB, 0xF0,
            ],
            [1, 7, 0, 7, 0, 0, 0, 24, 0, 0, 0, 1, 0, 0, 14, 16, 0, 0, 2, 88, 0, 0, 28, 32],
            [1, 8, 0, 0, 0, 0, 0, 8],
            [1, 9, 1, 0, 0, 0, 0, 36] + [UInt8](repeating: 5, count: 20) + [0, 0, 0xFB, 0xF0, 48, 2, 3, 4],
            [2, 11, 1, 0, 0, 0, 0, 20, 0, 0, 0xFB, 0xF0, 0, 0, 0xFB, 0xF1, 0, 0, 0xFB, 0xF2],
        ]
}
