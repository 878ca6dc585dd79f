import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Certificates: number resources (RFC 3779)")
struct CertificateResourceTests {
    @Test("IP addresses (RFC 6487 section 4.8.10)", arguments: addressFaults)
    func addresses(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .ca), as: .ca) == fault.reason)
    }

    @Test("AS numbers (RFC 6487 section 4.8.11)", arguments: asNumberFaults)
    func asNumbers(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .ca), as: .ca) == fault.reason)
    }
}

private let addressFaults: [Fault<CertificateFixture>] = [
    Fault("none", .certificateNoResources) {
        $0.remove(.ipAddressBlocks)
        $0.remove(.autonomousSystemIdentifiers)
    },
    Fault("addresses alone", nil) { $0.remove(.autonomousSystemIdentifiers) },
    Fault("AS numbers alone", nil) { $0.remove(.ipAddressBlocks) },
    Fault("addresses not critical", .certificateIPResources) { $0.setCritical(.ipAddressBlocks, false) },
    Fault("AS numbers not critical", .certificateASResources) { $0.setCritical(.autonomousSystemIdentifiers, false) },
    Fault("all inherited", nil) {
        $0.set(
            .ipResources {
                $0.inheritedFamily(1)
                $0.inheritedFamily(2)
            }
        )
        $0.set(.asResources { $0.null() })
    },
    Fault("no family", .certificateIPResources) { $0.set(.ipResources { _ in }) },
    Fault("no address", .certificateIPResources) { $0.set(.ipResources { $0.addressFamily(1) { _ in } }) },
    Fault("an unknown family", .certificateIPResources) { $0.set(.ipResources { $0.inheritedFamily(3) }) },
    Fault("a SAFI", .certificateIPResources) {
        $0.set(
            .ipResources { families in
                families.sequence {
                    $0.octetString([0, 1, 1])
                    $0.null()
                }
            }
        )
    },
    Fault("a family twice", .certificateIPResources) {
        $0.set(
            .ipResources {
                $0.inheritedFamily(1)
                $0.inheritedFamily(1)
            }
        )
    },
    Fault("families out of order", .certificateIPResourcesNotCanonical) {
        $0.set(
            .ipResources {
                $0.inheritedFamily(2)
                $0.inheritedFamily(1)
            }
        )
    },
    Fault("33 bits of IPv4", .certificateIPResources) {
        $0.set(.ipResources { $0.addressFamily(1) { $0.bitString([1, 2, 3, 4, 0], unusedBits: 7) } })
    },
    Fault("136 bits of IPv6", .certificateIPResources) {
        $0.set(.ipResources { $0.addressFamily(2) { $0.bitString([UInt8](repeating: 1, count: 17)) } })
    },
    Fault("the whole of both families", nil) {
        $0.set(
            .ipResources {
                $0.addressFamily(1) { $0.bitString([]) }
                $0.addressFamily(2) { $0.bitString([]) }
            }
        )
    },
    Fault("addresses out of order", .certificateIPResourcesNotCanonical) { $0.set(prefixes([[11], [10]])) },
    Fault("addresses overlapping", .certificateIPResourcesNotCanonical) { $0.set(prefixes([[10], [10, 1]])) },
    Fault("an address twice", .certificateIPResourcesNotCanonical) { $0.set(prefixes([[10], [10]])) },
    Fault("addresses adjacent", .certificateIPResourcesNotCanonical) { $0.set(prefixes([[10], [11]])) },
    Fault("addresses apart", nil) { $0.set(prefixes([[10], [12]])) },
    Fault("a range that is a prefix", .certificateIPResourcesNotCanonical) {
        $0.set(range([10], 0, [10], 0))
    },
    Fault("a range that is one address", .certificateIPResourcesNotCanonical) {
        $0.set(range([10, 0, 0, 1], 0, [10, 0, 0, 1], 0))
    },
    Fault("a range that is everything", .certificateIPResourcesNotCanonical) { $0.set(range([], 0, [], 0)) },
    Fault("a lower bound with trailing zeros", .certificateIPResourcesNotCanonical) {
        $0.set(range([10, 0], 0, [10, 2], 0))
    },
    Fault("an upper bound with trailing ones", .certificateIPResourcesNotCanonical) {
        $0.set(range([10], 1, [10, 1], 0))
    },
    Fault("a range", nil) { $0.set(range([10], 1, [10, 2], 0)) },
    Fault("a range that ends before it starts", .certificateIPResources) { $0.set(range([11], 0, [10], 0)) },
]

private let asNumberFaults: [Fault<CertificateFixture>] = [
    Fault("no AS number", .certificateASResources) { $0.set(.asResources { $0.sequence { _ in } }) },
    Fault("AS numbers out of order", .certificateASResourcesNotCanonical) { $0.set(asNumbers([2...2, 0...0])) },
    Fault("AS numbers adjacent", .certificateASResourcesNotCanonical) { $0.set(asNumbers([1...1, 2...2])) },
    Fault("AS numbers overlapping", .certificateASResourcesNotCanonical) { $0.set(asNumbers([1...9, 5...12])) },
    Fault("all AS numbers", nil) { $0.set(asNumbers([0...UInt32.max])) },
    Fault("a range of one AS number", .certificateASResourcesNotCanonical) {
        $0.set(
            .asResources { choice in
                choice.sequence { list in
                    list.sequence {
                        $0.integer(5)
                        $0.integer(5)
                    }
                }
            }
        )
    },
    Fault("AS 2^32", .certificateASResources) {
        $0.set(.asResources { $0.sequence { $0.integer(UInt64(1) << 32) } })
    },
    Fault("AS −1", .certificateASResources) { $0.set(.asResources { $0.sequence { $0.integer(-1) } }) },
    Fault("routing domains", .certificateASResources) {
        $0.set(
            ExtensionFixture(.autonomousSystemIdentifiers, critical: true) { writer in
                writer.sequence {
                    $0.explicit(0) { $0.null() }
                    $0.explicit(1) { $0.null() }
                }
            }
        )
    },
]

private func prefixes(_ list: [[UInt8]]) -> ExtensionFixture {
    .ipResources { $0.addressFamily(1) { family in for prefix in list { family.bitString(prefix) } } }
}

private func range(_ low: [UInt8], _ lowUnused: UInt8, _ high: [UInt8], _ highUnused: UInt8) -> ExtensionFixture {
    .ipResources { families in
        families.addressFamily(1) { family in
            family.sequence {
                $0.bitString(low, unusedBits: lowUnused)
                $0.bitString(high, unusedBits: highUnused)
            }
        }
    }
}

private func asNumbers(_ list: [ClosedRange<UInt32>]) -> ExtensionFixture {
    .asResources { choice in
        choice.sequence { numbers in
            for range in list {
                if range.lowerBound == range.upperBound {
                    numbers.integer(range.lowerBound)
                } else {
                    numbers.sequence {
                        $0.integer(range.lowerBound)
                        $0.integer(range.upperBound)
                    }
                }
            }
        }
    }
}
