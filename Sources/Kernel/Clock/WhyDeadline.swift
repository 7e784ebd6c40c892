/// The answer to "why this deadline", for customers and staff alike.
extension ServiceClock {
    /// The lines of the sum: the promise, what started it, its standard and calendar, every
    /// pause and extension, days that do not count with their names, and the due moment.
    ///
    /// `name` is what the metric is called, `standardName` the standard; their ids stand in.
    package func why(
        _ calendar: CompiledCalendar, name: Words? = nil, standardName: Words? = nil
    ) throws(ClockRefusal) -> [Words] {
        try checkPinned(calendar)
        let result = try counted(calendar)
        let zone = calendar.zone
        var lines = [promise(name), basis(standardName), origin(zone)]
        lines += segments.filter { $0.kind == .pause }.map { pause($0, zone) }
        lines += extensions.map { extended($0, zone) }
        lines += (repins ?? []).map { repinned($0, zone) }
        let counting = DeadlineStep.counting(result, standard.term, calendar)
        lines += counting.map { $0.words(in: zone) }
        if isPaused { lines.append(standing) }
        if let stoppedAt { lines.append(stopped(stoppedAt, zone)) }
        return lines
    }

    /// The same lines in one language.
    package func why(
        _ calendar: CompiledCalendar, in language: Language
    ) throws(ClockRefusal) -> [String] {
        try why(calendar).map { $0[language] }
    }

    private func promise(_ name: Words?) -> Words {
        let name = name ?? Words(metric, metric)
        let term = standard.term.words
        return Words("\(name.zh)：期限 \(term.zh)。", "\(name.en): \(term.en).")
    }

    private func basis(_ name: Words?) -> Words {
        let name = name ?? Words(standard.id, standard.id)
        return Words(
            "依据：\(name.zh)；日历：\(calendarID) 第\(calendarVersion)版。",
            "By \(name.en); calendar \(calendarID), version \(calendarVersion).")
    }

    private func origin(_ zone: TimeZoneRules) -> Words {
        let reason = segments.first?.reason ?? Words("未说明", "no reason given")
        let text = zone.text(startedAt)
        return Words("自 \(text) 起算：\(reason.zh)。", "Counted from \(text): \(reason.en).")
    }

    private func pause(_ segment: Segment, _ zone: TimeZoneRules) -> Words {
        let from = zone.text(segment.from)
        guard let end = segment.to else {
            return Words("自 \(from) 起暂停：\(segment.reason.zh)。",
                "Paused since \(from): \(segment.reason.en).")
        }
        let to = zone.text(end)
        return Words("\(from) 至 \(to) 暂停：\(segment.reason.zh)。",
            "Paused from \(from) to \(to): \(segment.reason.en).")
    }

    private func extended(_ entry: Extension, _ zone: TimeZoneRules) -> Words {
        let (text, term) = (zone.text(entry.at), entry.term.words)
        return Words("\(text) 经批准延长 \(term.zh)。", "Extended by \(term.en), approved \(text).")
    }

    private func repinned(_ entry: Repin, _ zone: TimeZoneRules) -> Words {
        let (text, term) = (zone.text(entry.at), entry.term.words)
        return Words(
            "\(text) 起改按本期限计算（此前 \(term.zh)）：\(entry.reason)。",
            "This term holds since \(text) (before: \(term.en)): \(entry.reason).")
    }

    private var standing: Words {
        Words("计时暂停中：恢复后，期限按剩余时间重新推算。",
            "The clock stands still; what is left of the term is counted again once it resumes.")
    }

    private func stopped(_ moment: Moment, _ zone: TimeZoneRules) -> Words {
        let kept = outcome(asOf: moment) == .kept
        let text = zone.text(moment)
        return Words("已于 \(text) 办结，\(kept ? "未超期" : "已超期")。",
            "Done at \(text), \(kept ? "in time" : "late").")
    }
}
