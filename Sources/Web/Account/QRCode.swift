/// A text of up to 213 bytes as a QR code (ISO/IEC 18004): byte mode, level M, versions 1 to 10.
struct QRCode {
    private(set) var version: Int
    /// Rows of modules; `true` is dark.
    private(set) var modules: [[Bool]]
    /// Modules that belong to the form of the code and are never masked.
    private var isFixed: [[Bool]]

    var size: Int { modules.count }

    /// `nil` for a text that is too long.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let blocks = QRBlocks.smallest(for: bytes.count) else { return nil }
        version = blocks.version
        let size = 17 + 4 * blocks.version
        modules = Array(repeating: Array(repeating: false, count: size), count: size)
        isFixed = modules
        drawForm()
        place(blocks.codewords(of: bytes))
        let masks = 0..<8
        let best = masks.min { masked($0).penalty < masked($1).penalty } ?? 0
        self = masked(best)
    }

    /// One path of unit squares with the quiet zone of four modules around it.
    var svg: String {
        var path = ""
        for (y, row) in modules.enumerated() {
            for (x, isDark) in row.enumerated() where isDark {
                path += "M\(x + 4) \(y + 4)h1v1h-1z"
            }
        }
        let side = size + 8
        return "<svg viewBox=\"0 0 \(side) \(side)\" role=\"img\" aria-label=\"QR\" "
            + "shape-rendering=\"crispEdges\"><rect width=\"\(side)\" height=\"\(side)\" "
            + "fill=\"#fff\"/><path fill=\"#000\" d=\"\(path)\"/></svg>"
    }
}

extension QRCode {
    private mutating func fix(_ x: Int, _ y: Int, _ isDark: Bool) {
        modules[y][x] = isDark
        isFixed[y][x] = true
    }

    private mutating func drawForm() {
        for place in 0..<size {
            fix(6, place, place.isMultiple(of: 2))
            fix(place, 6, place.isMultiple(of: 2))
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
        let centres = QRBlocks.alignment(version)
        for x in centres {
            for y in centres where !isCorner(x, y) {
                for (dx, dy) in square(2) {
                    fix(x + dx, y + dy, max(abs(dx), abs(dy)) != 1)
                }
            }
        }
        drawFormat(mask: 0)
        drawVersion()
    }

    private func square(_ reach: Int) -> [(Int, Int)] {
        (-reach...reach).flatMap { x in (-reach...reach).map { (x, $0) } }
    }

    private func isCorner(_ x: Int, _ y: Int) -> Bool {
        let last = size - 7
        return x == 6 && y == 6 || x == 6 && y == last || x == last && y == 6
    }

    private mutating func drawFinder(_ x: Int, _ y: Int) {
        for (dx, dy) in square(4) {
            guard (0..<size).contains(x + dx), (0..<size).contains(y + dy) else { continue }
            let distance = max(abs(dx), abs(dy))
            fix(x + dx, y + dy, distance != 2 && distance != 4)
        }
    }

    /// Level M and the mask, twice, protected by a BCH code.
    private mutating func drawFormat(mask: Int) {
        var rest = mask << 10
        for bit in stride(from: 14, through: 10, by: -1) where rest >> bit & 1 == 1 {
            rest ^= 0x537 << (bit - 10)
        }
        let bits = (mask << 10 | rest) ^ 0x5412
        for place in 0..<15 {
            let isDark = bits >> place & 1 == 1
            switch place {
            case 0..<6: fix(8, place, isDark)
            case 6..<8: fix(8, place + 1, isDark)
            case 8: fix(7, 8, isDark)
            default: fix(14 - place, 8, isDark)
            }
            if place < 8 { fix(size - 1 - place, 8, isDark) }
            else { fix(8, size - 15 + place, isDark) }
        }
        fix(8, size - 8, true)
    }

    private mutating func drawVersion() {
        guard version >= 7 else { return }
        var rest = version << 12
        for bit in stride(from: 17, through: 12, by: -1) where rest >> bit & 1 == 1 {
            rest ^= 0x1F25 << (bit - 12)
        }
        let bits = version << 12 | rest
        for place in 0..<18 {
            let isDark = bits >> place & 1 == 1
            fix(size - 11 + place % 3, place / 3, isDark)
            fix(place / 3, size - 11 + place % 3, isDark)
        }
    }

    /// Codewords go up and down in columns of two, from the right.
    private mutating func place(_ codewords: [UInt8]) {
        var index = 0
        var right = size - 1
        while right > 0 {
            if right == 6 { right -= 1 }
            let goesUp = (right + 1) & 2 == 0
            for step in 0..<size {
                let y = goesUp ? size - 1 - step : step
                for x in [right, right - 1] where !isFixed[y][x] && index < codewords.count * 8 {
                    modules[y][x] = codewords[index / 8] >> (7 - index % 8) & 1 == 1
                    index += 1
                }
            }
            right -= 2
        }
    }

    private func masked(_ mask: Int) -> QRCode {
        var code = self
        for y in 0..<size {
            for x in 0..<size where !isFixed[y][x] && QRCode.flips(mask, x, y) {
                code.modules[y][x].toggle()
            }
        }
        code.drawFormat(mask: mask)
        return code
    }

    private static func flips(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y).isMultiple(of: 2)
        case 1: y.isMultiple(of: 2)
        case 2: x.isMultiple(of: 3)
        case 3: (x + y).isMultiple(of: 3)
        case 4: (x / 3 + y / 2).isMultiple(of: 2)
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3).isMultiple(of: 2)
        default: ((x + y) % 2 + x * y % 3).isMultiple(of: 2)
        }
    }

    /// Long runs and blocks of one colour make a code hard to read.
    private var penalty: Int {
        var sum = 0
        for line in 0..<size {
            sum += QRCode.runs(modules[line]) + QRCode.runs(modules.map { $0[line] })
        }
        for y in 1..<size {
            for x in 1..<size {
                let isDark = modules[y][x]
                if modules[y - 1][x] == isDark, modules[y][x - 1] == isDark,
                    modules[y - 1][x - 1] == isDark
                {
                    sum += 3
                }
            }
        }
        return sum
    }

    private static func runs(_ line: [Bool]) -> Int {
        var (sum, length) = (0, 1)
        for place in 1..<line.count {
            length = line[place] == line[place - 1] ? length + 1 : 1
            if length == 5 { sum += 3 } else if length > 5 { sum += 1 }
        }
        return sum
    }
}
