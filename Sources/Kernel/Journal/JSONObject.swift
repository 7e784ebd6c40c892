extension JSON {
    /// Members with unique names, kept in canonical order (RFC 8785: by UTF-16 code units).
    ///
    /// Names are told apart code unit by code unit: an accent written in two ways makes two names.
    package struct Object: Hashable, Sendable {
        package struct Member: Hashable, Sendable {
            package let name: String
            package var value: JSON

            package init(name: String, value: JSON) {
                self.name = name
                self.value = value
            }
        }

        /// In canonical order.
        package private(set) var members: [Member]

        package init() {
            members = []
        }

        /// Sorts once; of members with the same name the last one stays.
        package init(_ members: [Member]) {
            self.members = members
            sort()
        }

        /// Takes members as they are when their names are unique, else `nil`.
        init?(unique members: [Member]) {
            self.members = members
            sort()
            if self.members.count != members.count { return nil }
        }

        package subscript(_ name: String) -> JSON? {
            get {
                let place = place(of: name)
                return place.found ? members[place.index].value : nil
            }
            set {
                let place = place(of: name)
                switch (newValue, place.found) {
                case (let value?, true): members[place.index].value = value
                case (let value?, false):
                    members.insert(Member(name: name, value: value), at: place.index)
                case (nil, true): members.remove(at: place.index)
                case (nil, false): break
                }
            }
        }

        /// Where the member stands, or would stand.
        private func place(of name: String) -> (index: Int, found: Bool) {
            var low = 0
            var high = members.count
            while low < high {
                let middle = low + (high - low) / 2
                let order = JSON.order(members[middle].name, name)
                if order == 0 { return (middle, true) }
                if order < 0 { low = middle + 1 } else { high = middle }
            }
            return (low, false)
        }

        private mutating func sort() {
            if members.count <= 24 {
                insertInOrder()
            } else if let kept = Object.canonicalOrder(of: members) {
                members = kept.map { members[$0] }
            }
        }

        /// Sorts few members where they stand; most objects are small.
        private mutating func insertInOrder() {
            var hasTwins = false
            for index in members.indices.dropFirst() {
                var place = index
                while place > 0 {
                    let order = JSON.order(members[place - 1].name, members[place].name)
                    if order == 0 { hasTwins = true }
                    if order <= 0 { break }
                    members.swapAt(place - 1, place)
                    place -= 1
                }
            }
            if hasTwins { keepLastOfTwins() }
        }

        private mutating func keepLastOfTwins() {
            let places = members.indices.filter { index in
                index + 1 == members.count
                    || JSON.order(members[index].name, members[index + 1].name) != 0
            }
            members = places.map { members[$0] }
        }

        /// The positions to keep, in canonical order; `nil` when all stand well already.
        private static func canonicalOrder(of members: [Member]) -> [Int]? {
            let stands = members.indices.dropFirst().allSatisfy {
                JSON.order(members[$0 - 1].name, members[$0].name) < 0
            }
            if stands { return nil }
            let order = members.indices.sorted { left, right in
                let order = JSON.order(members[left].name, members[right].name)
                return order == 0 ? left < right : order < 0
            }
            var kept: [Int] = []
            kept.reserveCapacity(order.count)
            for index in order {
                if let last = kept.last, JSON.order(members[last].name, members[index].name) == 0 {
                    kept.removeLast()
                }
                kept.append(index)
            }
            return kept
        }
    }

    /// Whether `left` stands before `right` in canonical order: by UTF-16 code units.
    package static func precedes(_ left: String, _ right: String) -> Bool {
        order(left, right) < 0
    }

    /// Negative, zero or positive as `left` stands before, is, or stands after `right`.
    ///
    /// Reads UTF-8. Its order differs from that of UTF-16 in one place: U+E000...U+FFFF (first
    /// bytes EE and EF) stand after all supplementary characters (first bytes F0 and above).
    static func order(_ left: String, _ right: String) -> Int {
        let fast = left.utf8.withContiguousStorageIfAvailable { left in
            right.utf8.withContiguousStorageIfAvailable { order(left, $0) }
        }
        if case .some(.some(let order)) = fast { return order }
        return Array(left.utf8).withUnsafeBufferPointer { left in
            Array(right.utf8).withUnsafeBufferPointer { order(left, $0) }
        }
    }

    private static func order(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Int {
        let shared = min(left.count, right.count)
        var index = 0
        while index < shared, left[index] == right[index] { index += 1 }
        if index == shared { return left.count - right.count }
        let (a, b) = (left[index], right[index])
        let crossing = a >= 0xEE && b >= 0xEE && (a >= 0xF0) != (b >= 0xF0)
        return crossing ? Int(b) - Int(a) : Int(a) - Int(b)
    }
}
