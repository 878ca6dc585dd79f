/// Why bytes are not the DER that was asked for, and where.
public struct DERError: Error, Hashable, Sendable {
    /// The rule of X.690 (or of the caller's expectation) that failed.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case missing = "an element is missing here"
        case truncated = "the element ends beyond its container"
        case trailingData = "octets follow where the value should end"
        case indefiniteLength = "indefinite length"
        case nonMinimalLength = "length not in its shortest form"
        case lengthTooLarge = "length needs more than four octets"
        case highTagNumber = "tag number above 30"
        case unexpectedTag = "another type was expected here"
        case tooDeep = "nested too deeply"
        case invalidBoolean = "BOOLEAN is neither 00 nor FF"
        case encodedDefault = "a DEFAULT value is encoded"
        case emptyInteger = "INTEGER without octets"
        case nonMinimalInteger = "INTEGER not in its shortest form"
        case negativeInteger = "INTEGER is negative"
        case integerTooLarge = "INTEGER too large"
        case invalidNull = "NULL with content"
        case invalidBitString = "BIT STRING with an invalid count of unused bits"
        case unusedBitsSet = "unused bits of a BIT STRING are not zero"
        case invalidObjectIdentifier = "malformed OBJECT IDENTIFIER"
        case invalidTime = "malformed or impossible time"
        case invalidCharacter = "character not allowed in this string type"
        case unexpectedSize = "not of the size that is expected here"
        case unexpectedValue = "a value that is not allowed here"
        case unsortedSet = "SET OF not in ascending order"
    }

    public let code: Code
    /// Index of the offending octet in the array that was read.
    public let offset: Int

    @inlinable
    public init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }
}

extension DERError {
    /// Throws the error. Apart, so that the code of readers is not strewn with what hardly ever runs.
    @inline(never)
    @usableFromInline
    static func fail(_ code: Code, at offset: Int) throws(DERError) -> Never {
        throw DERError(code, at: offset)
    }
}

extension DERError: CustomStringConvertible {
    public var description: String { "\(code.rawValue) (at offset \(offset))" }
}
