import RPKIObjects

/// Decoding and inspecting the objects of one type, one after the other: all that is done with an object but for
/// signatures, the digest of its content, and what depends on its issuer.
struct DecodingBenchmark: Sendable {
    let name: String
    /// Of the files that hold the objects.
    let fileExtension: String
    /// Decodes and inspects one.
    let step: @Sendable ([UInt8], Profile) throws(Rejection) -> Void

    static let all = [
        DecodingBenchmark(name: "decode-roa", fileExtension: "roa") { octets, profile throws(Rejection) in
            let object = try SignedObject(decoding: octets)
            _ = try object.inspect(profile: profile)
            _ = try object.payload(RouteOriginAuthorization.self, profile: profile)
        },
        DecodingBenchmark(name: "decode-manifest", fileExtension: "mft") { octets, profile throws(Rejection) in
            let object = try SignedObject(decoding: octets)
            _ = try object.inspect(profile: profile)
            _ = try object.payload(Manifest.self, profile: profile)
        },
        DecodingBenchmark(name: "decode-crl", fileExtension: "crl") { octets, profile throws(Rejection) in
            _ = try CertificateRevocationList(decoding: octets).inspect(profile: profile)
        },
        DecodingBenchmark(name: "decode-ca-certificate", fileExtension: "cer") { octets, profile throws(Rejection) in
            _ = try ResourceCertificate(decoding: octets).inspect(as: .ca, profile: profile)
        },
    ]

    /// What was measured; times in microseconds of CPU for each object.
    struct Result: Codable {
        let name: String
        let objects: Int
        /// How many of them were rejected, which is cheaper.
        let rejected: Int
        /// The mean length of an object.
        let octets: Int
        let runs: Int
        let medianMicroseconds: Double
        let lowestMicroseconds: Double
    }

    /// Goes over all objects `runs` times, after once to warm up.
    func run(on files: ObjectFiles, profile: Profile, runs: Int) -> Result {
        let objects = files.objects(fileExtension)
        let rejected = pass(objects, profile)
        var times: [Double] = []
        for _ in 0..<runs {
            let start = ProcessorTime.now
            _ = pass(objects, profile)
            times.append((ProcessorTime.now - start).microseconds / Double(max(1, objects.count)))
        }
        times.sort()
        return Result(
            name: name,
            objects: objects.count,
            rejected: rejected,
            octets: objects.map(\.count).reduce(0, +) / max(1, objects.count),
            runs: runs,
            medianMicroseconds: times[times.count / 2].rounded(toPlaces: 3),
            lowestMicroseconds: times[0].rounded(toPlaces: 3)
        )
    }

    /// Decodes and inspects each object; returns how many were rejected.
    private func pass(_ objects: [[UInt8]], _ profile: Profile) -> Int {
        var rejected = 0
        for octets in objects {
            do throws(Rejection) { try step(octets, profile) } catch { rejected += 1 }
        }
        return rejected
    }
}

extension Double {
    fileprivate func rounded(toPlaces places: Int) -> Double {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        return (self * scale).rounded() / scale
    }
}
