/// An instant in whole seconds since 1970-01-01T00:00:00Z, as RPKI objects state them. Leap seconds do not exist.
public struct PosixTime: Hashable, Comparable, Sendable {
    public let seconds: Int64

    @inlinable
    public init(_ seconds: Int64) {
        self.seconds = seconds
    }

    /// The instant of a date in the proleptic Gregorian calendar; nil when a field is out of range
    /// (year 0...9999, second 0...59) or the day does not exist in that month.
    public init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        // Days since 1970-03-01's cycle, counted in years that begin in March, so that the leap day comes last.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        seconds = Int64(days * 86_400 + hour * 3_600 + minute * 60 + second)
    }

    /// Reads RFC 3339 in UTC (`2023-11-07T22:05:20Z`) or POSIX seconds (`1699394720`); nil for anything else.
    public init?(parsing text: some StringProtocol) {
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            guard let seconds = Int64(text), seconds <= Self.latest.seconds else { return nil }
            self.init(seconds)
            return
        }
        let utf8 = Array(text.utf8)
        guard utf8.count == 20, utf8[4] == 0x2D, utf8[7] == 0x2D, utf8[10] == 0x54 || utf8[10] == 0x74,
            utf8[13] == 0x3A, utf8[16] == 0x3A, utf8[19] == 0x5A || utf8[19] == 0x7A
        else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            utf8[range].reduce(into: Int?(0)) { value, digit in
                value = (0x30...0x39).contains(digit) ? value.map { $0 * 10 + Int(digit - 0x30) } : nil
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19)
        else { return nil }
        self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// 9999-12-31T23:59:59Z, the last instant a certificate can name.
    public static let latest = PosixTime(253_402_300_799)

    @inlinable
    public static func < (left: PosixTime, right: PosixTime) -> Bool {
        left.seconds < right.seconds
    }

    /// Year, month, day, hour, minute and second of the instant.
    public var civil: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        var days = Int(seconds / 86_400)
        var rest = Int(seconds % 86_400)
        if rest < 0 {
            days -= 1
            rest += 86_400
        }
        days += 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (
            year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, rest / 3_600, rest / 60 % 60, rest % 60
        )
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension PosixTime: CustomStringConvertible {
    /// `2023-11-07T22:05:20Z`
    public var description: String {
        let (year, month, day, hour, minute, second) = civil
        func pad(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(pad(hour, 2)):\(pad(minute, 2)):\(pad(second, 2))Z"
    }
}
