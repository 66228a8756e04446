// The engine uses no Foundation; these are the only functions it takes from the C library.
#if canImport(Glibc)
    import func Glibc.exp
    import func Glibc.log
    import func Glibc.log2
#elseif canImport(Musl)
    import func Musl.exp
    import func Musl.log
    import func Musl.log2
#elseif canImport(Darwin)
    import func Darwin.exp
    import func Darwin.log
    import func Darwin.log2
#endif

/// log₂ x.
func binaryLogarithm(_ x: Double) -> Double { log2(x) }

/// ln x.
func naturalLogarithm(_ x: Double) -> Double { log(x) }

/// eˣ.
func exponential(_ x: Double) -> Double { exp(x) }
