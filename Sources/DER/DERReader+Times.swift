extension DERReader {
    /// Reads UTCTime or GeneralizedTime in the forms of RFC 5280 section 4.1.2.5: seconds present, `Z`, no fractions.
    ///
    /// Years of UTCTime are 1950...2049. Whether the right one of the two types was used is
    /// ``DERTime/hasRequiredType``.
    public mutating func readTime() throws(DERError) -> DERTime {
        if nextTag == .utcTime {
            let content = try read(.utcTime)
            guard content.count == 13, let yearOfCentury = Self.digits(content, at: 0) else {
                try DERError.fail(.invalidTime, at: content.startIndex)
            }
            let year = yearOfCentury < 50 ? 2000 + yearOfCentury : 1900 + yearOfCentury
            return DERTime(try Self.time(year: year, rest: content.dropFirst(2)), isUTCTime: true)
        }
        return DERTime(try readGeneralizedTime(), isUTCTime: false)
    }

    /// Reads a GeneralizedTime in the form of RFC 5280 section 4.1.2.5.2: `YYYYMMDDHHMMSSZ`.
    public mutating func readGeneralizedTime() throws(DERError) -> PosixTime {
        let content = try read(.generalizedTime)
        guard content.count == 15, let century = Self.digits(content, at: 0),
            let yearOfCentury = Self.digits(content, at: 2)
        else { try DERError.fail(.invalidTime, at: content.startIndex) }
        return try Self.time(year: century * 100 + yearOfCentury, rest: content.dropFirst(4))
    }

    /// The instant of `MMDDHHMMSSZ` in `year`.
    private static func time(year: Int, rest: ArraySlice<UInt8>) throws(DERError) -> PosixTime {
        guard rest.last == 0x5A, let month = digits(rest, at: 0), let day = digits(rest, at: 2),
            let hour = digits(rest, at: 4), let minute = digits(rest, at: 6), let second = digits(rest, at: 8),
            let time = PosixTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { try DERError.fail(.invalidTime, at: rest.startIndex) }
        return time
    }

    /// The number that two decimal digits make; nil when they are none.
    private static func digits(_ text: ArraySlice<UInt8>, at index: Int) -> Int? {
        let tens = text[text.startIndex + index]
        let ones = text[text.startIndex + index + 1]
        guard (0x30...0x39).contains(tens), (0x30...0x39).contains(ones) else { return nil }
        return Int(tens - 0x30) * 10 + Int(ones - 0x30)
    }
}
