//! Webhooks: signed, to named places alone, and without following anybody elsewhere.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use hmac::{Hmac, KeyInit, Mac};
use kernel::Day;
use notices::{Notice, WebhookSettings};
use sha2::Sha256;
use testkit::db;

use crate::house::{House, migrations, notice, quiet};

/// A request as it came: its head in lower case and its body.
type Heard = (String, Vec<u8>);

/// A program that answers every request with this status line and these headers.
struct Listener {
    port: u16,
    heard: Arc<Mutex<Vec<Heard>>>,
    answer: Arc<Mutex<&'static str>>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let answer = Arc::new(Mutex::new("204 No Content\r\n"));
        let over = Arc::new(AtomicBool::new(false));
        let (kept, says, ended) = (Arc::clone(&heard), Arc::clone(&answer), Arc::clone(&over));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                let answer = *says.lock().unwrap();
                let _ = hear(stream.unwrap(), answer, &kept);
            }
        });
        Self { port, heard, answer, over, thread: Some(thread) }
    }

    fn place(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    fn answers(&self, answer: &'static str) {
        *self.answer.lock().unwrap() = answer;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

fn hear(stream: TcpStream, answer: &str, kept: &Mutex<Vec<Heard>>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    let head = head.to_ascii_lowercase();
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
    let mut body = vec![0; length.and_then(|text| text.trim().parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body)?;
    kept.lock().unwrap().push((head, body));
    if !answer.is_empty() {
        out.write_all(format!("HTTP/1.1 {answer}content-length: 0\r\nconnection: close\r\n\r\n").as_bytes())?;
    }
    Ok(())
}

const HERE: &str = "/notices/preferences/webhook";

/// A house that may call this place, and somebody whose notices are posted there: number, cookie, secret.
fn house(fresh: &db::Fresh, listener: &Listener) -> (House, kernel::UserId, String, String) {
    let settings = WebhookSettings { allow: vec![listener.place()] };
    let house = House::with(fresh, quiet().with_webhooks(&settings));
    let (one, cookie) = house.somebody("one", &[]);
    let page = house.post(HERE, &cookie, &format!("webhook=http://{}/jinwei", listener.place()));
    page.says(201, &["密钥只显示这一次"]);
    let text = page.text();
    let secret = text.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(secret.len(), 64);
    let again = house.page("/notices/preferences", &cookie).text();
    assert!(!again.contains(&secret), "a secret is shown once");
    (house, one, cookie, secret)
}

#[test]
fn every_notice_is_posted_once_and_signed() {
    db::each_backend(&migrations(), |fresh| {
        let listener = Listener::start();
        let (house, one, cookie, secret) = house(fresh, &listener);
        house.tell(&[one], Notice { due: Some(Day::parse("2015-12-02").unwrap()), ..notice("a") });
        house.work();
        house.push(1);
        house.work();
        assert_eq!((listener.heard().len(), house.states()), (1, vec!["sent".to_owned()]));
        let (head, body) = listener.heard().remove(0);
        assert!(head.starts_with("post /jinwei http/1.1"), "{head}");
        assert!(head.contains("x-jinwei-delivery: 1"), "{head}");
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(&body);
        let signed: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(head.contains(&format!("x-jinwei-signature: sha256={signed}")), "{head}");
        let told: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(told["title"], "欢迎使用晋位。需要您知道的事都会出现在这里");
        assert_eq!((told["due"].as_str(), told["lang"].as_str()), (Some("2015-12-02"), Some("zh-CN")));
        assert_eq!(told["href"], "https://dangjian.example/calendar");
        assert_eq!(told["at"], house.site.clock.now().0);
        house.post("/notices/preferences/webhook/removal", &cookie, "").done();
        house.tell(&[one], notice("b"));
        house.work();
        assert_eq!(listener.heard().len(), 1);
    });
}

#[test]
fn a_place_that_is_not_named_is_refused() {
    db::each_backend(&migrations(), |fresh| {
        let listener = Listener::start();
        let (house, _, cookie, _) = house(fresh, &listener);
        for bad in [
            "http://127.0.0.1:1/",
            "http://169.254.169.254/latest",
            "https://evil.example/",
            "file:///etc/passwd",
            "",
            "hooks",
        ] {
            house.post(HERE, &cookie, &format!("webhook={bad}")).says(422, &["不能推送到这个地址", bad]);
        }
        let quiet = House::on(fresh);
        let (_, other) = quiet.somebody("two", &[]);
        quiet.post(HERE, &other, "webhook=https://hooks.example/").says(422, &["没有开放推送"]);
    });
}

#[test]
fn a_place_that_is_no_longer_named_is_not_called() {
    db::each_backend(&migrations(), |fresh| {
        let listener = Listener::start();
        let (before, one, ..) = house(fresh, &listener);
        before.tell(&[one], notice("a"));
        let settings = WebhookSettings { allow: vec!["hooks.example".into()] };
        let house = House::with(fresh, quiet().with_webhooks(&settings));
        house.work();
        assert_eq!((listener.heard().len(), house.states()), (0, vec!["failed".to_owned()]));
    });
}

#[test]
fn redirects_are_not_followed_and_silence_is_uncertain() {
    for (answer, state) in [
        ("302 Found\r\nlocation: /elsewhere\r\n", "failed"),
        ("307 Temporary Redirect\r\nlocation: /elsewhere\r\n", "failed"),
        ("404 Not Found\r\n", "failed"),
        ("503 Service Unavailable\r\n", "waiting"),
        ("", "uncertain"),
    ] {
        db::each_backend(&migrations(), |fresh| {
            let listener = Listener::start();
            let (house, one, ..) = house(fresh, &listener);
            listener.answers(answer);
            house.tell(&[one], notice("a"));
            house.work();
            assert_eq!((listener.heard().len(), house.states()), (1, vec![state.to_owned()]), "{answer}");
        });
    }
}

#[test]
fn nobody_at_the_port_is_tried_again() {
    db::each_backend(&migrations(), |fresh| {
        let listener = Listener::start();
        let (house, one, ..) = house(fresh, &listener);
        drop(listener);
        house.tell(&[one], notice("a"));
        house.work();
        assert_eq!(house.states(), ["waiting"]);
    });
}
