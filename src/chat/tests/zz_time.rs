mod said;
use said::Speaker;
#[test]
fn time() {
    let speaker = Speaker::member();
    for part in ["a: ", "YT-1..100 ", "https://a.example/1 ", "a.b.cc ", "x:y ", "ab:y ", "(", ")", ")!", "[", "](", "\"", "text:\"", "hxxp", "[.]", "@", ".", "é", "YT-1,", "1,"] {
        for command in ["!report", "!ask YT-1", "!ack", "!resolved YT-1 action:removed", "!cases"] {
            let message: String = format!("{command} {}", part.repeat(65_000 / part.len()));
            let t = std::time::Instant::now();
            let _ = speaker.says(&message);
            let a = t.elapsed();
            let t = std::time::Instant::now();
            let _ = liaison_chat::harmless(&message);
            let b = t.elapsed();
            if a.as_millis() > 30 || b.as_millis() > 60 { println!("{command} {part}: {a:?} harmless {b:?}"); }
        }
    }
}
