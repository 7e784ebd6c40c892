import Kernel

/// What must hold of the lines beside a claim.
enum AfterwardsFaults {
    static let checks: [(SQL, Words)] = [
        (
            """
            SELECT count(*) AS held FROM claim_review r WHERE stage NOT IN ('closed', 'withdrawn')
            AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.stream = 'claim_review/' || r.id
                AND w.status IN ('pooled', 'held', 'suspended'))
            """, Words("无人负责的复核", "open reviews that nobody has")
        ),
        (
            """
            SELECT count(*) AS held FROM claim_review r
            WHERE stage IN ('requested', 'underReview', 'upheld', 'changed', 'sentBack')
            AND NOT EXISTS (SELECT 1 FROM service_clock k WHERE k.stream = 'claim_review/' || r.id
                AND k.stopped_at IS NULL)
            """, Words("没有计时的复核", "open reviews without a running promise")
        ),
        (
            """
            SELECT count(*) AS held FROM recovery r WHERE stage <> 'closed'
            AND (NOT EXISTS (SELECT 1 FROM work_item w WHERE w.stream = 'recovery/' || r.id
                AND w.status IN ('pooled', 'held', 'suspended'))
            OR NOT EXISTS (SELECT 1 FROM service_clock k WHERE k.stream = 'recovery/' || r.id
                AND k.metric = 'claims.recoveryLimitation' AND k.stopped_at IS NULL))
            """, Words("无人负责或没有时效计时的追偿", "open recoveries without an owner or a limitation")
        ),
        (
            """
            SELECT count(*) AS held FROM litigation l WHERE stage <> 'closed'
            AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.stream = 'litigation/' || l.id
                AND w.status IN ('pooled', 'held', 'suspended'))
            """, Words("无人负责的诉讼", "open lawsuits that nobody has")
        ),
        (
            """
            SELECT count(*) AS held FROM claim c WHERE stage IN ('closed', 'cancelled')
                AND NOT EXISTS (SELECT 1 FROM claim_archive a
                    WHERE a.claim = c.number AND a.stage <> 'recalled')
            """, Words("已结案而没有案卷的赔案", "closed claims without a file")
        ),
        (
            """
            SELECT count(*) AS held FROM claim_archive a WHERE stage = 'due'
            AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.stream = 'claim_archive/' || a.id
                AND w.status IN ('pooled', 'held', 'suspended'))
            """, Words("无人归档的案卷", "files that nobody archives")
        ),
        (
            """
            SELECT count(*) AS held FROM claim c WHERE recovered_minor <> coalesce(
                (SELECT sum(amount_minor) FROM recovery_receipt r WHERE r.claim = c.number), 0)
            """, Words("追偿额与回款不符的赔案", "claims whose recovered amount is not their receipts")
        ),
        (
            """
            SELECT count(*) AS held FROM recovery v WHERE received_minor <> coalesce(
                (SELECT sum(amount_minor) FROM recovery_receipt r WHERE r.recovery = v.number), 0)
            """, Words("追偿项目与回款不符", "recoveries whose amount is not their receipts")
        ),
    ]
}
