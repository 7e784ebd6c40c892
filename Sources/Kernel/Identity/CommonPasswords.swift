/// Words, keyboard walks and numbers that attackers try first, in lower case.
///
/// Passwords of twelve bytes and more are seldom on published lists themselves; they are made of
/// such pieces, which is why pieces are listed.
enum CommonPasswords {
    static let words: [[Character]] = list.split(whereSeparator: \.isWhitespace).map(Array.init)

    private static let list = """
        password passwort passwd passw pass word letmein welcome iloveyou loveyou princess sunshine
        monkey dragon football baseball basketball superman batman master shadow michael jordan
        jennifer charlie daniel thomas jessica ashley nicole hunter killer trustno access login
        administrator admin root user guest test testing temp default changeme change secret hello
        freedom whatever computer internet server system service manager office windows google
        apple samsung huawei xiaomi tencent alibaba alipay wechat weixin taobao baidu
        qwertyuiop qwertyui qwerty qwert asdfghjkl asdfgh asdf zxcvbnm zxcvbn zxcv qazwsxedc
        qazwsx qaz wsx edc zaq xsw cde poiuytrewq lkjhgfdsa mnbvcxz qweasdzxc qweasd qwe asd zxc
        1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 1q2w3e4r5t 1q2w3e4r 1q2w3e q1w2e3r4 q1w2e3 zaq1 xsw2
        abc123 abcd1234 a1b2c3 aa123456 a123456 123qwe qwe123 asd123 zxc123 112233 123123 123321
        111222 456456 789789 147258369 147258 159357 159753 258456 741852963 963852741 789456123
        159 357 753 951 147 258 369
        1314520 5201314 520 1314 521 7758521 7758258 3344520 5211314 584520 168 1688 888 666
        woaini woaiwojia woaiwo aini iloveu nihao zhongguo china beijing shanghai guangzhou shenzhen
        wangjun wangwei zhangwei liwei zhang wang chen yang huang zhao zhou
        mima denglu yonghu guanliyuan gongsi kefu baoxian baodan lipei
        insurance insurer policy claims claim customer complaint covenant shounuo
        winter spring summer autumn january february march april june july august september
        october november december monday tuesday wednesday thursday friday saturday sunday
        2019 2020 2021 2022 2023 2024 2025 2026 2027 2028 1990 1991 1992 1993 1994 1995 1996 1997
        1998 1999 2000 2001 1980 1981 1982 1983 1984 1985 1986 1987 1988 1989
        密码 管理员 用户 保险 保单 理赔 客服 公司 我爱你 中国 守诺 测试 登录
        """
}
