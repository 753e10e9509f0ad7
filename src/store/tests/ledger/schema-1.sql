-- Rows as schema 1 wrote them, of every table: what is on disk today must be read for ever. Never changed.

INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (1, 'YT-1', 'reported', 1795266131123, 1795266132123, 'amal', X'A2063DB8BC1B373F416D195C2323AA962A52168B44E0A5A87A727BA7659394A0', X'0000000000000000000000000000000000000000000000000000000000000000', X'8C9C39C4846020CA71455AA77CD6E74700D6DF2148A019E060C0AA9C7D6DBF6B');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (2, 'YT-1', 'acknowledged', 1795266131123, 1795266132123, 'amal', X'0164F00AF99ABDAE201B2B0FEE592029E52CD2F95FDFADE3F4EB7AD7A2BDB2BC', X'8C9C39C4846020CA71455AA77CD6E74700D6DF2148A019E060C0AA9C7D6DBF6B', X'D2641096938849ECAC6F5FF2AE3FE46E8E8AEF18731A60932DC63B8AF5C84925');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (3, 'YT-1', 'asked', 1795266131123, 1795266132123, 'amal', X'41618D701C0997BFD0F73DDF8F58F16AF57D9DDE27A6F42E144877104BCA0414', X'D2641096938849ECAC6F5FF2AE3FE46E8E8AEF18731A60932DC63B8AF5C84925', X'9F3EA6D326F2487CC15DCCCC18D1CEC1CA895A7B7FEDA022F97F5659820E0BAA');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (4, 'YT-1', 'informed', 1795266131123, 1795266132123, 'amal', X'2B2962B8D7BF561616C18A7A214B42531A35F88489DEDDE96C6314775056764B', X'9F3EA6D326F2487CC15DCCCC18D1CEC1CA895A7B7FEDA022F97F5659820E0BAA', X'59CE57F2E4F61D068DA8C2957449A102A2FDA6D84D6CED84676A0C91CE641BAE');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (5, 'YT-1', 'resolved', 1795266131123, 1795266132123, 'amal', X'C429AB7DE7C282E5606E59B90265099F8A52A7E0D7A4E1B6901D0A47DCC643BC', X'59CE57F2E4F61D068DA8C2957449A102A2FDA6D84D6CED84676A0C91CE641BAE', X'D68BA5551EB5581602B3B618D0E9B53D06126E1569161AD36BC116263D62E197');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (6, 'YT-1', 'refused', 1795266131123, 1795266132123, 'amal', X'B7CBB1A6395A57EA6966BCDF7CE83344C064959287C684D85A6D471CE04B6354', X'D68BA5551EB5581602B3B618D0E9B53D06126E1569161AD36BC116263D62E197', X'DAC02089D53ED803804EDF55FBC10162D34B3AFF8D07C162256CBDCB2699C228');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (7, 'YT-1', 'suspended', 1795266131123, 1795266132123, 'amal', X'095A32035F678AD323D2A6850A6CD4FDD0E20EFA8E21A9255C80EDC278A13F2C', X'DAC02089D53ED803804EDF55FBC10162D34B3AFF8D07C162256CBDCB2699C228', X'C9D1F5BDF203EDA15EC425DE0724C6F0AA0BE7918430D1A37553157E6103C904');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (8, 'YT-1', 'resumed', 1795266131123, 1795266132123, 'amal', X'88C4656FD7D091AFFFCACA4ADF5255C881BC3306241AD5B24540C5F70B5D797A', X'C9D1F5BDF203EDA15EC425DE0724C6F0AA0BE7918430D1A37553157E6103C904', X'59F75EDC8E6619BE3CF5815077D321BB75A0AD6236EC03E18251789A2249A932');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (9, 'YT-1', 'confirmed_gone', 1795266131123, 1795266132123, 'amal', X'8489D7BBCC5600953BF22EE946D9BC5EE4EB10B28EE91BC4F3BD86FB93D69CAC', X'59F75EDC8E6619BE3CF5815077D321BB75A0AD6236EC03E18251789A2249A932', X'CF85B4AAB688E9BF1C490AB284E36608A5C2C8D62641E6319B6CF2340E2D0468');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (10, 'YT-1', 'reopened', 1795266131123, 1795266132123, 'amal', X'ABCD85E5589CA1EC61A8D277D6A789139C75C998CC76C5D02B2CE49173DB559A', X'CF85B4AAB688E9BF1C490AB284E36608A5C2C8D62641E6319B6CF2340E2D0468', X'9C06A13CE7D1D174C24D92001E4B9643CD64D90AAD2749EFE5E5C55697755B0C');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (11, 'YT-1', 'withdrawn', 1795266131123, 1795266132123, 'amal', X'6CE015837CF236AA3AC20EA63A6AD7D044EDF504BD86E96A95F7727A9AEE7F75', X'9C06A13CE7D1D174C24D92001E4B9643CD64D90AAD2749EFE5E5C55697755B0C', X'4A39AE509071CFEAC016BBEB9B34E131327DE181C863B75F6F73554BE5C43879');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (12, 'YT-1', 'undone', 1795266131123, 1795266132123, 'amal', X'8F3DA21B587C194FBD17471C01C85512FFA2C3647D62EC42FD606F168EB98BD7', X'4A39AE509071CFEAC016BBEB9B34E131327DE181C863B75F6F73554BE5C43879', X'8494EA3B4F28A89AFD7F6C3688B9AEE8047B44CCDE0EC63736FE001623C61D32');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (13, 'YT-1', 'warned', 1795266131123, 1795266132123, 'amal', X'D32C6A111D805C851E88CC4DB1880F46C68B3204543697A70CA3690F0C0A4959', X'8494EA3B4F28A89AFD7F6C3688B9AEE8047B44CCDE0EC63736FE001623C61D32', X'D0ADACFF8EDB8C846512E22C74B71D1AFAE18A813B7CCEBBD12A12C7939C2EC3');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (14, 'YT-1', 'lapsed', 1795266131123, 1795266132123, 'amal', X'8C541DFC5D2B88C60061204E6CD8D8BD33C4B69B2B3D1F8D09A239E746B0A1DE', X'D0ADACFF8EDB8C846512E22C74B71D1AFAE18A813B7CCEBBD12A12C7939C2EC3', X'1870CD5C06CDBCFD52D6804157237B23C3A7CE760047A077FCF07871C6D7008E');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (15, 'YT-1', 'escalated', 1795266131123, 1795266132123, 'amal', X'071E0F467B257BEEA1E1ADD5601022D5685466DFC0F38EC3080B534437338D24', X'1870CD5C06CDBCFD52D6804157237B23C3A7CE760047A077FCF07871C6D7008E', X'76BCCB8D8FE6D6DCA6131866AC958DB22D7DC221BFF440C39C3DBCD5BB5C0E8A');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (16, 'YT-1', 'closed', 1795266131123, 1795266132123, 'amal', X'1F20468384DC84B1E8596543711BCF7054486D3955F886C52B62D4FA772CDC23', X'76BCCB8D8FE6D6DCA6131866AC958DB22D7DC221BFF440C39C3DBCD5BB5C0E8A', X'C5902826465AAEC5CFCC00897930A591FDC1B2DD242DE33154A53A2441D0BC31');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (17, 'YT-1', 'consulted', 1795266131123, 1795266132123, 'amal', X'F25848248A06FCE3C042ECFD273E97FCE1388EF335C0D0B59B9DD8D09D018242', X'C5902826465AAEC5CFCC00897930A591FDC1B2DD242DE33154A53A2441D0BC31', X'A61029AEB0B68FA936D5433AD02DDC68CA2E6E64158EBB589B57F8B50D3F2045');
INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
    VALUES (18, 'YT-2', 'reported', 1795266131123, 1795266132123, 'amal', X'27616525FF85233EF211768F79E54135EAC1421FD0886B84DEDA7573FF1D6776', X'A61029AEB0B68FA936D5433AD02DDC68CA2E6E64158EBB589B57F8B50D3F2045', X'8EA90A78AE4244128866ABA665DF695E35E7EF37F59C020CEC37957F052601A7');
INSERT INTO contents (seq, salt, body)
    VALUES (1, X'00000000000000000000000000000000', '{"body":{"kind":"reported","case_kind":"removal_referral","desk":"youtube","agency":"pharos","targets":[{"kind":"address","locator":"https://a.example/1?v=Ünïcode&b=%20","key":"key of https://a.example/1?v=Ünïcode&b=%20"},{"kind":"account","locator":"@x","key":"key of @x"},{"kind":"locator","locator":"group \"north\"\n42","key":"key of group \"north\"\n42"}],"reason":"incites to attack; 100% \\ ''sure''","basis":"law","urgency":"urgent","tlp":"TLP:AMBER+STRICT","file":"118/26"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (2, X'01010101010101010101010101010101', '{"body":{"kind":"acknowledged","file":"G-7","confirmed":false},"clocks":[{"change":"started","clock":{"name":"effect","owner":"platform","kind":"agreed","span":{"measure":"working","amount":14400000000001},"started_at":"2026-11-21T13:02:11.123456789Z","status":{"is":"running","due":"2026-11-21T13:02:41.123456789Z"},"next":{"rung":"warning","at":"2026-11-21T13:03:11.123456789Z"},"missed_at":"2026-11-21T13:02:10.123456789Z"}},{"change":"met","clock":"acknowledge"},{"change":"paused","clock":"effect","left":7},{"change":"resumed","clock":"effect","due":"2026-11-21T13:02:51.123456789Z","next":{"rung":"opening","at":"2026-11-21T13:02:20.123456789Z"}},{"change":"rang","clock":"information","rung":"repeat","next":null}]}');
INSERT INTO contents (seq, salt, body)
    VALUES (3, X'02020202020202020202020202020202', '{"body":{"kind":"asked","text":"because…","confirmed":true},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (4, X'03030303030303030303030303030303', '{"body":{"kind":"informed","text":"because…"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (5, X'04040404040404040404040404040404', '{"body":{"kind":"resolved","action":"geo_blocked","ground":"terms","effective_at":"2026-11-21T13:01:11.123456789Z","partly":true,"file":"G-7","text":"because…"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (6, X'05050505050505050505050505050505', '{"body":{"kind":"refused","ground":"manifest_error","text":"because…"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (7, X'06060606060606060606060606060606', '{"body":{"kind":"suspended","until":"2026-11-21T14:02:11.123456789Z","text":"because…"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (8, X'07070707070707070707070707070707', '{"body":{"kind":"resumed"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (9, X'08080808080808080808080808080808', '{"body":{"kind":"confirmed_gone","text":"because…"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (10, X'09090909090909090909090909090909', '{"body":{"kind":"reopened","text":"because…"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (11, X'0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A', '{"body":{"kind":"withdrawn","reason":"wrong_desk","text":"because…"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (12, X'0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B', '{"body":{"kind":"undone","what":"withdrawn"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (13, X'0C0C0C0C0C0C0C0C0C0C0C0C0C0C0C0C', '{"body":{"kind":"warned"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (14, X'0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D0D', '{"body":{"kind":"lapsed"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (15, X'0E0E0E0E0E0E0E0E0E0E0E0E0E0E0E0E', '{"body":{"kind":"escalated","rung":"supervisors"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (16, X'0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F', '{"body":{"kind":"closed"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (17, X'10101010101010101010101010101010', '{"body":{"kind":"consulted","what":"address"},"clocks":[]}');
INSERT INTO contents (seq, salt, body)
    VALUES (18, X'63636363636363636363636363636363', '{"body":{"kind":"reported","case_kind":"removal_referral","desk":"youtube","agency":"pharos","targets":[{"kind":"address","locator":"https://a.example/1?v=Ünïcode&b=%20","key":"key of https://a.example/1?v=Ünïcode&b=%20"},{"kind":"account","locator":"@x","key":"key of @x"},{"kind":"locator","locator":"group \"north\"\n42","key":"key of group \"north\"\n42"}],"reason":"incites to attack; 100% \\ ''sure''","basis":"law","urgency":"urgent","tlp":"TLP:AMBER+STRICT","file":"118/26"},"clocks":[]}');
INSERT INTO cases (ref, prefix, number, version, desk, kind, state, outcome, urgency, basis, tlp, agency, opened_at, acknowledged_at, answered_at, effective_at, closed_at, words, body)
    VALUES ('YT-1', 'YT', 1, 9, 'youtube', 'removal_referral', 'waiting', 'partly_actioned', 'emergency', 'terms', 'TLP:RED', 'pharos', 1795266131123, 1795266132123, 1795266134123, 1795266122123, 1795266136123, 'yt-1
été à lyon
118/26
g-7
https://a.example/1?v=ünïcode&b=%20
@x
group "north"
42', '{"reference":"YT-1","desk":"youtube","kind":"removal_referral","agency":"pharos","state":"waiting","targets":[{"kind":"address","locator":"https://a.example/1?v=Ünïcode&b=%20","key":"key of https://a.example/1?v=Ünïcode&b=%20"},{"kind":"account","locator":"@x","key":"key of @x"},{"kind":"locator","locator":"group \"north\"\n42","key":"key of group \"north\"\n42"}],"reason":"ÉTÉ à Lyon","basis":"terms","urgency":"emergency","tlp":"TLP:RED","file_agency":"118/26","file_platform":"G-7","owner_agency":"amal","owner_platform":"@chen:platform.example","opened_at":"2026-11-21T13:02:11.123456789Z","heard_at":"2026-11-21T13:02:11.123456789Z","acknowledged":{"by":"amal","at":"2026-11-21T13:02:12.123456789Z"},"question":{"text":"which?","by":"amal","at":"2026-11-21T13:02:13.123456789Z"},"answer":{"outcome":"partly_actioned","action":"removed","ground":"law","refusal":"unable","text":"done","by":"amal","at":"2026-11-21T13:02:14.123456789Z","effective_at":"2026-11-21T13:02:02.123456789Z"},"suspended_until":"2026-11-21T13:02:15.123456789Z","closed_at":"2026-11-21T13:02:16.123456789Z","reopened":2,"clocks":[{"name":"acknowledge","owner":"platform","kind":"agreed","span":{"measure":"working","amount":14400000000001},"started_at":"2026-11-21T13:02:11.123456789Z","status":{"is":"met","at":"2026-11-21T13:02:11.123456789Z"},"next":{"rung":"warning","at":"2026-11-21T13:03:11.123456789Z"},"missed_at":"2026-11-21T13:02:10.123456789Z"},{"name":"effect","owner":"platform","kind":"agreed","span":{"measure":"working","amount":14400000000001},"started_at":"2026-11-21T13:02:11.123456789Z","status":{"is":"paused","left":5},"next":{"rung":"warning","at":"2026-11-21T13:03:11.123456789Z"},"missed_at":"2026-11-21T13:02:10.123456789Z"},{"name":"information","owner":"platform","kind":"agreed","span":{"measure":"working","amount":14400000000001},"started_at":"2026-11-21T13:02:11.123456789Z","status":{"is":"running","due":"2026-11-21T13:02:41.123456789Z"},"next":{"rung":"warning","at":"2026-11-21T13:03:11.123456789Z"},"missed_at":"2026-11-21T13:02:10.123456789Z"}],"last_at":"2026-11-21T13:02:17.123456789Z","quiet_since":"2026-11-21T13:02:18.123456789Z","version":9,"redacted":true,"consulted_by":["amal","binta"],"before":{"by":"amal","recorded_at":"2026-11-21T13:02:19.123456789Z","what":"asked","case":{"reference":"YT-1","desk":"youtube","kind":"removal_referral","agency":"pharos","state":"waiting","targets":[{"kind":"address","locator":"https://a.example/1?v=Ünïcode&b=%20","key":"key of https://a.example/1?v=Ünïcode&b=%20"},{"kind":"account","locator":"@x","key":"key of @x"},{"kind":"locator","locator":"group \"north\"\n42","key":"key of group \"north\"\n42"}],"reason":"ÉTÉ à Lyon","basis":"terms","urgency":"emergency","tlp":"TLP:RED","file_agency":"118/26","file_platform":"G-7","owner_agency":"amal","owner_platform":"@chen:platform.example","opened_at":"2026-11-21T13:02:11.123456789Z","heard_at":"2026-11-21T13:02:11.123456789Z","acknowledged":{"by":"amal","at":"2026-11-21T13:02:12.123456789Z"},"question":{"text":"which?","by":"amal","at":"2026-11-21T13:02:13.123456789Z"},"answer":{"outcome":"partly_actioned","action":"removed","ground":"law","refusal":"unable","text":"done","by":"amal","at":"2026-11-21T13:02:14.123456789Z","effective_at":"2026-11-21T13:02:02.123456789Z"},"suspended_until":"2026-11-21T13:02:15.123456789Z","closed_at":"2026-11-21T13:02:16.123456789Z","reopened":2,"clocks":[{"name":"acknowledge","owner":"platform","kind":"agreed","span":{"measure":"working","amount":14400000000001},"started_at":"2026-11-21T13:02:11.123456789Z","status":{"is":"met","at":"2026-11-21T13:02:11.123456789Z"},"next":{"rung":"warning","at":"2026-11-21T13:03:11.123456789Z"},"missed_at":"2026-11-21T13:02:10.123456789Z"},{"name":"effect","owner":"platform","kind":"agreed","span":{"measure":"working","amount":14400000000001},"started_at":"2026-11-21T13:02:11.123456789Z","status":{"is":"paused","left":5},"next":{"rung":"warning","at":"2026-11-21T13:03:11.123456789Z"},"missed_at":"2026-11-21T13:02:10.123456789Z"},{"name":"information","owner":"platform","kind":"agreed","span":{"measure":"working","amount":14400000000001},"started_at":"2026-11-21T13:02:11.123456789Z","status":{"is":"running","due":"2026-11-21T13:02:41.123456789Z"},"next":{"rung":"warning","at":"2026-11-21T13:03:11.123456789Z"},"missed_at":"2026-11-21T13:02:10.123456789Z"}],"last_at":"2026-11-21T13:02:17.123456789Z","quiet_since":"2026-11-21T13:02:18.123456789Z","version":9,"redacted":true,"consulted_by":["amal","binta"],"before":null}}}');
INSERT INTO cases (ref, prefix, number, version, desk, kind, state, outcome, urgency, basis, tlp, agency, opened_at, acknowledged_at, answered_at, effective_at, closed_at, words, body)
    VALUES ('YT-2', 'YT', 2, 1, 'youtube', 'removal_referral', 'sent', NULL, 'urgent', 'law', 'TLP:AMBER+STRICT', 'pharos', 1795266131123, NULL, NULL, NULL, NULL, 'yt-2
incites to attack; 100% \ ''sure''
118/26
https://a.example/1?v=ünïcode&b=%20
@x
group "north"
42', '{"reference":"YT-2","desk":"youtube","kind":"removal_referral","agency":"pharos","state":"sent","targets":[{"kind":"address","locator":"https://a.example/1?v=Ünïcode&b=%20","key":"key of https://a.example/1?v=Ünïcode&b=%20"},{"kind":"account","locator":"@x","key":"key of @x"},{"kind":"locator","locator":"group \"north\"\n42","key":"key of group \"north\"\n42"}],"reason":"incites to attack; 100% \\ ''sure''","basis":"law","urgency":"urgent","tlp":"TLP:AMBER+STRICT","file_agency":"118/26","file_platform":null,"owner_agency":"amal","owner_platform":null,"opened_at":"2026-11-21T13:02:11.123Z","heard_at":"2026-11-21T13:02:12.123Z","acknowledged":null,"question":null,"answer":null,"suspended_until":null,"closed_at":null,"reopened":0,"clocks":[],"last_at":"2026-11-21T13:02:11.123Z","quiet_since":"2026-11-21T13:02:11.123Z","version":1,"consulted_by":[],"before":null}');
INSERT INTO targets (case_ref, place, desk, key)
    VALUES ('YT-1', 0, 'youtube', 'key of https://a.example/1?v=Ünïcode&b=%20');
INSERT INTO targets (case_ref, place, desk, key)
    VALUES ('YT-1', 1, 'youtube', 'key of @x');
INSERT INTO targets (case_ref, place, desk, key)
    VALUES ('YT-1', 2, 'youtube', 'key of group "north"
42');
INSERT INTO targets (case_ref, place, desk, key)
    VALUES ('YT-2', 0, 'youtube', 'key of https://a.example/1?v=Ünïcode&b=%20');
INSERT INTO targets (case_ref, place, desk, key)
    VALUES ('YT-2', 1, 'youtube', 'key of @x');
INSERT INTO targets (case_ref, place, desk, key)
    VALUES ('YT-2', 2, 'youtube', 'key of group "north"
42');
INSERT INTO deadlines (case_ref, at)
    VALUES ('YT-1', 1795266191124);
INSERT INTO inbox (network, event, room, person, said_at, heard_at, state, told, reaction, case_ref)
    VALUES ('matrix', '$1', '#r', '@amal:agency.example', 1795266131123, 1795266132123, 'handled', 0, NULL, 'YT-1');
INSERT INTO inbox (network, event, room, person, said_at, heard_at, state, told, reaction, case_ref)
    VALUES ('matrix', '$2', '#r', '@amal:agency.example', 1795266131123, 1795266132123, 'unread', 0, NULL, NULL);
INSERT INTO outbox (id, network, room, addressee, person, reply_to, case_ref, rank, kind, telling, queued_at, state, merged_into, attempts, first_attempt_at, last_attempt_at, key, prepared, next_at, why)
    VALUES (2, 'matrix', '#r', 'room', NULL, NULL, 'YT-1', 1, 'status', '{"tell":"status","seq":2}', 1795266131123, 'waiting', NULL, 1, 1795266131123, 1795266131123, 'k1', 'both', 1795266131124, '429');
INSERT INTO outbox (id, network, room, addressee, person, reply_to, case_ref, rank, kind, telling, queued_at, state, merged_into, attempts, first_attempt_at, last_attempt_at, key, prepared, next_at, why)
    VALUES (3, 'matrix', '#r', 'room', NULL, NULL, 'YT-2', 1, 'status', '{"tell":"status","seq":3}', 1795266131123, 'merged', 2, 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO posts (network, receipt, case_ref, room, kind, first_line, at)
    VALUES ('matrix', '$card', 'YT-1', '#r', 'card', 'YT-1', 1795266131123);
INSERT INTO marks (key, value)
    VALUES ('heard/matrix', 's1');
INSERT INTO meta (key, value)
    VALUES ('head', '18 8ea90a78ae4244128866aba665df695e35e7ef37f59c020cec37957f052601a7');
