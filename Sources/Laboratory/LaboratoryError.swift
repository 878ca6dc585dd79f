package import NumberResources
package import RPKICrypto

/// Why a laboratory cannot do what was asked.
package enum LaboratoryError: Error, Hashable, Sendable {
    /// The directory already holds a laboratory, or something else.
    case alreadyExists(path: String)
    /// The directory holds no laboratory.
    case notALaboratory(path: String)
    /// The laboratory's state cannot be read.
    case damagedState(path: String, why: String)
    /// Another process works on the laboratory.
    case locked(path: String)
    /// A file cannot be read or written.
    case file(path: String, why: String)
    case invalidConfiguration(why: String)
    case unknownAuthority(name: String)
    /// No certification authority holds the prefix.
    case noAuthority(for: RouteOrigin)
    /// No certification authority holds the AS number.
    case noHolder(of: ASN)
    /// Only a trust anchor issues this.
    case notTrustAnchor(name: String)
    /// The route origins of one ROA have different AS numbers, or there are none.
    case mixedOrigins
    case alreadyIssued(RouteOrigin)
    case notIssued(RouteOrigin)
    case objectAlreadyIssued(LaboratoryObject)
    case objectNotIssued(LaboratoryObject)
    /// The fault has nothing to act on.
    case nothingToSpoil(fault: LaboratoryFault)
    /// No free port was found, or the chosen one is taken.
    case portUnavailable(UInt16)
    /// The rsync daemon ended.
    case rsyncEnded(why: String)
    case key(KeyError)
}

extension LaboratoryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .alreadyExists(let path): "\(path): is not empty; a laboratory needs a directory of its own"
        case .notALaboratory(let path): "\(path): holds no laboratory (apus lab init makes one)"
        case .damagedState(let path, let why): "\(path): the laboratory's state is damaged: \(why)"
        case .locked(let path): "\(path): another process works on this laboratory"
        case .file(let path, let why): "\(path): \(why)"
        case .invalidConfiguration(let why): why
        case .unknownAuthority(let name): "no certification authority is named \(name)"
        case .noAuthority(let origin): "no certification authority holds \(origin.prefix)"
        case .noHolder(let asn): "no certification authority holds \(asn)"
        case .notTrustAnchor(let name): "\(name) is no trust anchor"
        case .mixedOrigins: "a ROA needs at least one prefix and exactly one AS number"
        case .alreadyIssued(let origin): "\(origin) is already issued"
        case .notIssued(let origin): "\(origin) is not issued"
        case .objectAlreadyIssued(let object): "already issued: \(object)"
        case .objectNotIssued(let object): "not issued: \(object)"
        case .nothingToSpoil(let fault): "the fault \(fault.name) finds nothing to act on"
        case .portUnavailable(let port): port == 0 ? "no free port was found" : "port \(port) is not free"
        case .rsyncEnded(let why): "the rsync daemon ended: \(why)"
        case .key(let error): "\(error)"
        }
    }
}
