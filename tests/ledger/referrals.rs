//! `import` of a sheet of referrals: what becomes of each row, whatever program wrote it.

use std::path::Path;

use serde_json::Value;

use crate::played::{exported, refused, verified};
use crate::program::{SOUND, folder_with, liaison, text};

fn filed(folder: &Path, sheet: &[u8]) -> (Option<i32>, Vec<String>, String) {
    std::fs::write(folder.join("rows.csv"), sheet).unwrap();
    let output = liaison(folder, &["import", "rows.csv", "--as", "amal"], &[]);
    let lines = text(&output.stdout).lines().map(str::to_owned).collect();
    (output.status.code(), lines, text(&output.stderr))
}

fn cases(folder: &Path) -> Vec<Value> {
    let lines = exported(folder);
    let all = lines.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
    all.filter(|line| line["type"] == "case").collect()
}

const SHEET: &str = "\
targets,reason,urgency,basis,tlp,ref,opened_at,agency,desk
hxxps://a[.]example/1 | account ＠x,\"incites, \"\"openly\"\"\nto attack\",urgent,law,TLP:GREEN,118/26,2026-01-05T09:00,pharos,first
https://a.example/2 https://a.example/3,,,,,,,,

https://a.example/2,once more,,,,,,,
https://a.example/1 | https://a.example/4|b,,,,,,,,YT
https://a.example/5,,at once,,,,,,
,nothing at all,,,,,,,
https://a.example/6,,,,,,2026-13-01T00:00,,
https://a.example/7,,,,,,2099-01-01T00:00Z,,
https://a.example/8,,,,,,,europol,
https://a.example/9,,,,,,,,second
https://a.example/10,short
https://a.example/11,,,tco,,,,,
'=HYPERLINK(1),'+33 1 = a number,,,,'-12,2026-01-05T08:00:00.123Z,,
";

#[test]
fn each_row_is_answered_on_a_line_of_its_own() {
    let folder = folder_with(SOUND);
    let (code, lines, told) = filed(folder.path(), SHEET.as_bytes());
    let begins = [
        "line 2: opened YT-1",
        "line 4: opened YT-2",
        "line 6: already in YT-2",
        "line 7: opened YT-3; one of its targets was in a case already",
        "line 8: refused: “at once” is no value of `urgency:`",
        "line 9: refused: `/report` does not say what it is about",
        "line 10: refused: “2026-13-01T00:00” is no date with its hour",
        "line 11: refused: opened_at 2099-01-01T00:00Z is still to come",
        "line 12: refused: it belongs to “europol”, and amal reports for pharos",
        "line 13: refused: there is no desk “second”",
        "line 14: refused: it has 2 cells, and the sheet 9 columns",
        "line 15: refused: “basis:tco” after `/report`: formal orders",
        "line 16: opened YT-4",
    ];
    assert_eq!(lines.len(), begins.len(), "{lines:#?}");
    for (line, begin) in lines.iter().zip(begins) {
        assert!(line.starts_with(begin), "{begin}\n{line}");
        assert!(!line.contains("https://") && !line.contains("a.example"), "{line}");
    }
    assert_eq!((code, told.trim()), (Some(1), "liaison: 4 opened, 1 already there, 8 refused"));

    let cases = cases(folder.path());
    let first = cases.first().unwrap();
    let expected = [
        ("urgency", "urgent"),
        ("basis", "law"),
        ("tlp", "TLP:GREEN"),
        ("ref_agency", "118/26"),
        ("agency", "pharos"),
        ("state", "sent"),
        ("opened_at", "2026-01-05T08:00:00.000Z"),
    ];
    for (key, value) in expected {
        assert_eq!(first[key], value, "{key}");
    }
    assert_eq!(first["targets"][1]["kind"], "account");
    let third = &cases.get(2).unwrap()["targets"];
    assert_eq!((&third[0]["locator"], &third[1]), (&"hxxps://a[.]example/4%7Cb".into(), &Value::Null));
    let last = cases.last().unwrap();
    assert_eq!(
        (&last["targets"][0]["kind"], &last["targets"][0]["locator"]),
        (&"locator".into(), &"=HYPERLINK(1)".into())
    );
    assert_eq!((&last["ref_agency"], &last["opened_at"]), (&"-12".into(), &"2026-01-05T08:00:00.123Z".into()));
    let by: Vec<Value> = exported(folder.path()).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(by.iter().filter(|line| line["type"] == "event").all(|event| event["by"] == "amal"));
}

#[test]
fn a_second_run_opens_nothing_and_tells_where_each_is() {
    let folder = folder_with(SOUND);
    let sheet = "targets,reason\nhttps://a.example/1,x\nhttps://a.example/2,y\n";
    assert_eq!(filed(folder.path(), sheet.as_bytes()).0, Some(0));
    let head = verified(folder.path());
    let (code, lines, told) = filed(folder.path(), sheet.as_bytes());
    assert_eq!(
        (code, lines),
        (Some(0), vec!["line 2: already in YT-1".to_owned(), "line 3: already in YT-2".to_owned()])
    );
    assert!(told.contains("0 opened, 2 already there, 0 refused"), "{told}");
    assert_eq!(verified(folder.path()), head);
}

#[test]
fn sheets_of_other_programs_and_languages_are_read_the_same() {
    let plain = "targets,reason,urgency,ref\nhttps://a.example/1,\"one, two\",urgent,'-1\n";
    let excel = "\u{feff}Cible;Motif;Urgence;Reference\r\nhttps://a.example/1;one, two;urgent;'-1\r\n\r\n;;;\r\n";
    let old_mac = "ref\t,targets,urgency,reason\r'-1,https://a.example/1,urgent,\"one, two\"\r";
    let content = |sheet: &str| {
        let folder = folder_with(SOUND);
        let (code, lines, told) = filed(folder.path(), sheet.as_bytes());
        assert_eq!((code, lines), (Some(0), vec!["line 2: opened YT-1".to_owned()]), "{told}");
        let mut case = cases(folder.path()).remove(0);
        case.as_object_mut().unwrap().remove("opened_at");
        case
    };
    let expected = content(plain);
    assert_eq!(expected["ref_agency"], "-1");
    assert_eq!(content(excel), expected);
    assert_eq!(content(old_mac), expected);
}

#[test]
fn a_sheet_that_would_lose_something_is_refused_before_its_first_row() {
    let folder = folder_with(SOUND);
    for (sheet, words) in [
        (&b"targets,state\nhttps://a.example/1,answered\n"[..], "the column “state” is not read, and would be lost"),
        (b"reason,urgency\nx,urgent\n", "names no column `targets`"),
        (b"targets,target\nx,y\n", "the column target stands twice"),
        (b"targets,received\nx,14:05\n", "the column “received” is not read"),
        (b"", "the sheet is empty"),
        (b"targets,reason\nhttps://a.example/1,\xe9t\xe9\n", "line 2 is not UTF-8"),
        (b"https://a.example/1\nhttps://a.example/2\n", "the column “hxxps://a[.]example/1” is not read"),
    ] {
        let (code, lines, told) = filed(folder.path(), sheet);
        assert_eq!((code, lines), (Some(2), Vec::new()), "{told}");
        assert!(told.contains(words) && told.contains("Nothing was imported"), "{words}: {told}");
        assert!(!folder.path().join("liaison.db").exists());
    }
}

#[test]
fn whoever_reports_is_named_and_is_of_an_agency() {
    let folder = folder_with(SOUND);
    std::fs::write(folder.path().join("rows.csv"), "targets\nhttps://a.example/1\n").unwrap();
    let run = |arguments: &[&str]| {
        let all: Vec<&str> = ["import", "rows.csv"].iter().chain(arguments).copied().collect();
        liaison(folder.path(), &all, &[])
    };
    refused(&run(&[]), 2, &["rows.csv is no export", "needs --as MEMBER"]);
    refused(&run(&["--as", "amla"]), 2, &["names nobody so on any desk; the nearest is amal"]);
    refused(&run(&["--as", "@aoife:other.example"]), 2, &["whoever reports is of an agency"]);
    for (number, name) in (1..).zip(["amal", "@amal:agency.example", "PHAROS-14"]) {
        std::fs::write(folder.path().join("rows.csv"), format!("targets\nhttps://a.example/{number}\n")).unwrap();
        assert_eq!(text(&run(&["--as", name]).stdout), format!("line 2: opened YT-{number}\n"), "{name}");
    }
}

#[test]
fn ten_thousand_rows_are_filed_in_their_order() {
    let folder = folder_with(SOUND);
    let rows = (1..=10_000).map(|row| format!("https://a.example/{row},\"row {row}, of many\"\n"));
    let sheet = format!("targets,reason\n{}", rows.collect::<String>());
    let (code, lines, told) = filed(folder.path(), sheet.as_bytes());
    assert_eq!((code, told.trim()), (Some(0), "liaison: 10000 opened, 0 already there, 0 refused"));
    let expected = (1..=10_000).map(|row| format!("line {}: opened YT-{row}", row + 1));
    assert!(lines.into_iter().eq(expected));
    assert!(verified(folder.path()).starts_with("10000 "));
}
