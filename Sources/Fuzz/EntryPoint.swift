import Foundation

/// What libFuzzer calls with each input: the first octet picks the target, the rest is for it.
///
/// Returns −1 for an input that is for no target, or for another one than APUS_FUZZ_TARGET names: it is not kept.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard let selector = input.first, let target = FuzzTarget(rawValue: selector),
        Selection.only == nil || Selection.only == target
    else { return -1 }
    // A copy: the sanitizer then sees every access past its end.
    target.run(Array(input.dropFirst()))
    return 0
}

/// What libFuzzer calls once, before it reads the corpus. With APUS_FUZZ_SEEDS=DIRECTORY the arguments are files and
/// directories of real input, which become seeds in that directory, one directory for each target, and the program ends;
/// with APUS_FUZZ_LIST it prints the names of the targets and ends.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<CInt>?,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
    if Selection.listsTargets {
        for target in FuzzTarget.allCases { print(target.name) }
        exit(0)
    }
    if let directory = Selection.seedDirectory {
        SeedCorpus.make(from: Array(CommandLine.arguments.dropFirst()), in: directory)
    }
    return 0
}
