/// A table for terminals and plain text files. Columns line up where Han characters take two
/// cells, as terminals show them.
package struct TextTable: Hashable, Sendable {
    /// The side on which the cells of a column line up.
    package enum Alignment: Hashable, Sendable {
        case left, right
    }

    /// A column with its title in the first line.
    package struct Column: Hashable, Sendable {
        package let title: String
        package let alignment: Alignment

        package init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    private enum Line: Hashable {
        case cells([String])
        case heading(String)
    }

    package let columns: [Column]
    private var lines: [Line] = []

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; missing cells are empty, those beyond the columns are left out.
    package mutating func add(_ cells: [String]) {
        let cells = cells.prefix(columns.count)
        lines.append(.cells(cells + Array(repeating: "", count: columns.count - cells.count)))
    }

    /// Adds a line that stands across all columns, after an empty one.
    package mutating func add(heading: String) {
        lines.append(.heading(heading))
    }

    /// The lines, each ended by a line feed and without trailing spaces.
    package var text: String {
        let widths = columns.indices.map { width(ofColumn: $0) }
        var text = row(columns.map(\.title), widths)
        text += row(widths.map { String(repeating: "-", count: $0) }, widths)
        for line in lines {
            switch line {
            case .cells(let cells): text += row(cells, widths)
            case .heading(let heading): text += "\n" + heading + "\n"
            }
        }
        return text
    }

    private func width(ofColumn index: Int) -> Int {
        lines.reduce(TextTable.width(columns[index].title)) { widest, line in
            guard case .cells(let cells) = line else { return widest }
            return max(widest, TextTable.width(cells[index]))
        }
    }

    private func row(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let space = String(repeating: " ", count: widths[index] - TextTable.width(cell))
            if index > 0 { line += "  " }
            line += columns[index].alignment == .left ? cell + space : space + cell
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }

    /// The cells that `text` takes in a terminal: two for each wide character (Unicode Standard
    /// Annex 11, classes W and F), none for combining marks, else one.
    package static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { width, scalar in
            switch scalar.value {
            case 0x0300...0x036F, 0x200B...0x200F, 0xFE00...0xFE0F: width
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF,
                0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60,
                0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
                width + 2
            default: width + 1
            }
        }
    }
}
