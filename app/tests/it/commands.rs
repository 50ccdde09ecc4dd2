//! The commands of the README and of the operations pages, run as they stand there.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A data directory and the program.
struct Shell {
    folder: tempfile::TempDir,
}

impl Shell {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_jinwei"))
            .args(arguments)
            .env("JINWEI_DATA", self.data())
            .env("LANG", "en_GB.UTF-8")
            .env_remove("LC_ALL")
            .current_dir(root())
            .output()
            .unwrap()
    }

    /// Runs it and gives what it prints; fails with what it says when it fails.
    fn ok(&self, arguments: &[&str]) -> String {
        let out = self.run(arguments);
        assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

#[test]
fn rank_prints_the_expected_files_byte_for_byte() {
    let shell = Shell::new();
    for year in ["2013", "2014"] {
        let printed =
            shell.ok(&["rank", "--scheme", "samples/scheme.toml", "--year", year, "samples/office", "--csv"]);
        let expected =
            std::fs::read_to_string(root().join(format!("samples/office/expected-{year}.csv"))).unwrap();
        assert_eq!(printed, expected);
    }
    let table = shell.ok(&["rank", "--scheme", "samples/scheme.toml", "--year", "2014", "samples/office"]);
    assert!(table.contains("材料工程发明审查部党委"));
    assert!(!shell.data().exists(), "ranking needs no data directory");
}

#[test]
fn an_installation_is_filled_backed_up_restored_and_looked_after() {
    let shell = Shell::new();
    let accounts: serde_json::Value = serde_json::from_str(&shell.ok(&["demo", "--json"])).unwrap();
    assert_eq!(accounts.as_array().unwrap().len(), kernel::Role::ALL.len());
    assert!(!shell.run(&["demo"]).status.success(), "a second sample organ would mix with the first");
    shell.ok(&["demo", "--if-empty"]);
    assert!(shell.ok(&["audit", "verify"]).starts_with("whole"));
    assert!(shell.ok(&["db", "status"]).starts_with("SQLite"));

    let file = shell.folder.path().join("jinwei.zip");
    let file = file.to_str().unwrap();
    shell.ok(&["backup", file]);
    assert!(shell.ok(&["restore", "--check", file]).starts_with("whole"));
    let other = Shell::new();
    assert!(other.ok(&["restore", file]).starts_with("restored"));
    assert_eq!(other.ok(&["audit", "verify"]), shell.ok(&["audit", "verify"]));
    assert_eq!(other.ok(&["user", "list", "--json"]), shell.ok(&["user", "list", "--json"]));
    let refused = shell.run(&["restore", file]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("holds data already"));
}

#[test]
fn an_office_brings_its_rosters_in() {
    let shell = Shell::new();
    let files = ["samples/office/基层党组织一览表.xlsx", "samples/office/党务干部名册.xlsx"];
    shell.ok(&["import", files[0], files[1], "--dry-run"]);
    assert_eq!(import_count(&shell), 0, "a dry run changes nothing");
    shell.ok(&["import", files[0], files[1]]);
    assert!(import_count(&shell) >= 2, "both imports stand in the trail");
    let again: serde_json::Value = serde_json::from_str(&shell.ok(&["import", files[1], "--json"])).unwrap();
    assert!(again.to_string().contains("\"unchanged\":1294"), "{again}");
}

fn import_count(shell: &Shell) -> usize {
    let entries: serde_json::Value =
        serde_json::from_str(&shell.ok(&["audit", "list", "--json", "--act", "organisation.import_roster"]))
            .unwrap();
    entries.as_array().unwrap().iter().filter(|entry| entry["record"]["kind"] == "import").count()
}

#[test]
fn a_faulty_roster_is_refused_cell_by_cell_with_exit_code_two() {
    let shell = Shell::new();
    let roster = shell.folder.path().join("名册.csv");
    let text = "党组织全称,组织代码,类型,上级党组织,考核类别,成立时间,党员数\n机关党委,001,机关党委,,,2014-02-30,12\n";
    std::fs::write(&roster, text).unwrap();
    let marked = shell.folder.path().join("marked.xlsx");
    let out = shell.run(&["import", roster.to_str().unwrap(), "--errors", marked.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("F2") && said.contains("2014-02-30"), "{said}");
    assert!(marked.exists());
}

#[test]
fn the_machine_is_looked_after() {
    let shell = Shell::new();
    let doctor = shell.ok(&["doctor"]);
    assert!(doctor.lines().all(|line| line.starts_with("ok")), "{doctor}");
    assert!(shell.ok(&["config", "check"]).contains("defaults"));
    let shown: toml::Table = shell.ok(&["config", "show"]).parse().unwrap();
    assert!(shown.contains_key("sessions"));
    std::fs::write(shell.data().join("jinwei.toml"), "[sessions]\nidle = 3\n").unwrap();
    let refused = shell.run(&["config", "check"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("unknown field `idle`"));
    std::fs::remove_file(shell.data().join("jinwei.toml")).unwrap();

    let made = shell.ok(&["user", "create", "xtgl", "--name", "系统管理员", "--role", "system_admin"]);
    assert!(made.contains("first password"));
    assert!(
        !shell.run(&["user", "grant", "xtgl", "member"]).status.success(),
        "administrators hold nothing else"
    );
    assert!(shell.ok(&["user", "list"]).contains("system_admin"));
    for name in ["bash", "zsh", "fish", "powershell"] {
        assert!(shell.ok(&["completions", name]).contains("jinwei"));
    }
    let help = shell.ok(&["help"]);
    for command in
        ["serve", "demo", "import", "rank", "backup", "restore", "db", "user", "audit", "doctor", "config"]
    {
        assert!(help.contains(command), "{command} is missing from help");
    }
}

#[test]
fn a_published_result_is_recomputed_from_its_bundle() {
    let fresh = crate::organ::sqlite();
    let house = crate::house::House::on(&fresh, &crate::house::domains());
    let admin = house.sign_in("dangban", jinwei::demo::PASSWORD);
    let exported = house.get("/cycles/2/versions/1/bundle", &admin).body;
    let shell = Shell::new();
    let file = shell.folder.path().join("jinwei-2014-v1.json");
    let write = |text: &str| std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    write(&exported);

    // As the workbooks of the same organ give it, byte for byte.
    let organ = sample::Organ::generate(sample::SEED, &sample::Size::default());
    let workbooks = shell.folder.path().join("workbooks");
    std::fs::create_dir(&workbooks).unwrap();
    for sheet in organ.appraisal_workbooks(2014).unwrap() {
        std::fs::write(workbooks.join(&sheet.name), &sheet.bytes).unwrap();
    }
    let workbooks = workbooks.to_str().unwrap();
    let ranked = shell.ok(&["rank", "--scheme", "samples/scheme.toml", "--year", "2014", workbooks, "--csv"]);
    assert_eq!(shell.ok(&["rank", "--bundle", path, "--csv"]), ranked);

    let out = shell.run(&["rank", "--bundle", path, "--lang", "en"]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    let bundle: serde_json::Value = serde_json::from_str(&exported).unwrap();
    let digest = bundle["digest"].as_str().unwrap();
    for part in ["recomputed exactly as published", digest, "organisations 41", "marks 2296", "tallies 82"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&shell.ok(&["rank", "--bundle", path, "--json"])).unwrap();
    assert_eq!((json["identical"].as_bool(), json["standings"].as_array().unwrap().len()), (Some(true), 41));

    // One published total, one mark, and a file that is no bundle.
    let altered = |change: fn(&mut serde_json::Value)| {
        let mut bundle = bundle.clone();
        change(&mut bundle);
        write(&bundle.to_string());
        let out = shell.run(&["rank", "--bundle", path, "--csv", "--lang", "en"]);
        (out.status.code(), out.stdout.len(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let (code, printed, said) = altered(|bundle| bundle["published"][3]["total"] = "99.99".into());
    assert_eq!((code, printed), (Some(1), 0));
    assert_eq!(said.lines().count(), 1, "only what differs: {said}");
    assert!(
        said.contains("99.99") && said.contains(bundle["published"][3]["organisation"].as_str().unwrap())
    );
    let (code, _, said) = altered(|bundle| {
        bundle["input"]["marks"].as_array_mut().unwrap().pop();
    });
    assert_eq!(code, Some(1));
    assert!(said.contains("the digest differs") && said.contains(digest), "{said}");
    let (code, _, said) = altered(|bundle| bundle["published"] = serde_json::json!("nothing"));
    assert_eq!(code, Some(2), "{said}");
    assert!(!shell.run(&["rank", "--bundle", path, "--year", "2014"]).status.success());
}
