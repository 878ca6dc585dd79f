import NumberResources
import Payloads

/// The stored form of payload sets and deltas.
extension RecordWriter {
    mutating func payloads(_ set: PayloadSet) {
        vrps(set.vrps)
        routerKeys(set.routerKeys)
        aspas(set.aspas)
    }

    mutating func delta(_ delta: PayloadDelta) {
        vrps(delta.announcedVRPs)
        vrps(delta.withdrawnVRPs)
        routerKeys(delta.announcedRouterKeys)
        routerKeys(delta.withdrawnRouterKeys)
        aspas(delta.announcedASPAs)
        aspas(delta.withdrawnASPAs)
        aspas(delta.replacedASPAs)
    }

    private mutating func vrps(_ vrps: [VRP]) {
        count(vrps.count)
        for vrp in vrps {
            uint8(vrp.prefix.family.rawValue)
            uint8(vrp.prefix.length)
            uint8(vrp.maxLength)
            integer(vrp.asn.value)
            switch vrp.prefix.family {
            case .ipv4: integer(UInt32(truncatingIfNeeded: vrp.prefix.bits >> 96))
            case .ipv6: integer(vrp.prefix.bits)
            }
        }
    }

    private mutating func routerKeys(_ keys: [RouterKey]) {
        count(keys.count)
        for key in keys {
            integer(key.asn.value)
            counted(key.subjectKeyIdentifier)
            counted(key.subjectPublicKeyInfo)
        }
    }

    private mutating func aspas(_ aspas: [ASPA]) {
        count(aspas.count)
        for aspa in aspas {
            integer(aspa.customer.value)
            count(aspa.providers.count)
            for provider in aspa.providers { integer(provider.value) }
        }
    }
}

extension RecordReader {
    mutating func payloads() throws(DamagedRecord) -> PayloadSet {
        PayloadSet(vrps: try vrps(), routerKeys: try routerKeys(), aspas: try aspas())
    }

    mutating func delta() throws(DamagedRecord) -> PayloadDelta {
        var delta = PayloadDelta()
        delta.announcedVRPs = try vrps()
        delta.withdrawnVRPs = try vrps()
        delta.announcedRouterKeys = try routerKeys()
        delta.withdrawnRouterKeys = try routerKeys()
        delta.announcedASPAs = try aspas()
        delta.withdrawnASPAs = try aspas()
        delta.replacedASPAs = try aspas()
        return delta
    }

    private mutating func vrps() throws(DamagedRecord) -> [VRP] {
        let count = try plausibleCount()
        var vrps: [VRP] = []
        vrps.reserveCapacity(count)
        for _ in 0..<count {
            guard let family = AddressFamily(rawValue: try uint8()) else { throw DamagedRecord() }
            let length = try uint8()
            let maxLength = try uint8()
            let asn = ASN(try integer(UInt32.self))
            let bits =
                switch family {
                case .ipv4: UInt128(try integer(UInt32.self)) << 96
                case .ipv6: try integer(UInt128.self)
                }
            guard let prefix = IPPrefix(address: IPAddress(family: family, bits: bits), length: length),
                let vrp = VRP(prefix: prefix, maxLength: maxLength, asn: asn)
            else { throw DamagedRecord() }
            vrps.append(vrp)
        }
        return vrps
    }

    private mutating func routerKeys() throws(DamagedRecord) -> [RouterKey] {
        var keys: [RouterKey] = []
        for _ in 0..<(try plausibleCount()) {
            let asn = ASN(try integer(UInt32.self))
            let identifier = [UInt8](try counted())
            let information = [UInt8](try counted())
            keys.append(RouterKey(asn: asn, subjectKeyIdentifier: identifier, subjectPublicKeyInfo: information))
        }
        return keys
    }

    private mutating func aspas() throws(DamagedRecord) -> [ASPA] {
        var aspas: [ASPA] = []
        for _ in 0..<(try plausibleCount()) {
            let customer = ASN(try integer(UInt32.self))
            var providers: [ASN] = []
            for _ in 0..<(try plausibleCount()) { providers.append(ASN(try integer(UInt32.self))) }
            guard let aspa = ASPA(customer: customer, providers: providers) else { throw DamagedRecord() }
            aspas.append(aspa)
        }
        return aspas
    }
}
