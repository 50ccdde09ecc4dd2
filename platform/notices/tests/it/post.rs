//! Two kinds of post office: one that speaks SMTP on a socket, and one that is called and does as the test says.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use notices::{Encryption, Failed, Letter, MailSettings, Post};

/// What the server says to a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// 451 at the end of the letter.
    Busy,
    /// 550 to the recipient.
    Refuses,
    /// Takes the bytes of the letter and hangs up without a word.
    HangsUp,
}

/// A mail server on this machine that keeps what it takes.
pub struct MailServer {
    port: u16,
    taken: Arc<Mutex<Vec<String>>>,
    mood: Arc<Mutex<Mood>>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl MailServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (taken, mood) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Mood::Takes)));
        let over = Arc::new(AtomicBool::new(false));
        let (kept, how, ended) = (Arc::clone(&taken), Arc::clone(&mood), Arc::clone(&over));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                let mood = *how.lock().unwrap();
                // A client that hangs up early is its own affair.
                let _ = serve(stream.unwrap(), mood, &kept);
            }
        });
        Self { port, taken, mood, over, thread: Some(thread) }
    }

    pub fn is_in(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub fn settings(&self) -> MailSettings {
        MailSettings {
            host: "127.0.0.1".into(),
            port: Some(self.port),
            tls: Encryption::None,
            from: "dangjian@organ.example".into(),
            user: None,
            password_file: None,
        }
    }

    /// The letters taken so far, as they came.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

fn serve(stream: TcpStream, mood: Mood, kept: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes());
    say("220 mail.organ.example")?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(line) = lines.next() {
        let line = line?.to_ascii_uppercase();
        if line.starts_with("EHLO") {
            say("250-mail.organ.example")?;
            say("250 8BITMIME")?;
        } else if line.starts_with("RCPT") && mood == Mood::Refuses {
            say("550 no such person")?;
        } else if line == "DATA" {
            say("354 go on")?;
            let mut letter = String::new();
            for line in lines.by_ref() {
                let line = line?;
                if line == "." {
                    break;
                }
                letter.push_str(&line);
                letter.push('\n');
            }
            match mood {
                Mood::HangsUp => return Ok(()),
                Mood::Busy => say("451 come back later")?,
                Mood::Takes | Mood::Refuses => {
                    kept.lock().unwrap().push(letter);
                    say("250 taken")?;
                }
            }
        } else if line == "QUIT" {
            return say("221 good-bye");
        } else {
            say("250 well")?;
        }
    }
    Ok(())
}

/// What happens to a letter that is handed over.
#[derive(Debug, Clone)]
pub enum Fate {
    Arrives,
    /// Not sent: nobody answers.
    NobodyThere,
    /// The program ends while it sends.
    Crash,
}

/// A post office that is called.
pub struct Office {
    letters: Mutex<Vec<Letter>>,
    fate: Mutex<Fate>,
}

impl Office {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { letters: Mutex::new(Vec::new()), fate: Mutex::new(Fate::Arrives) })
    }

    pub fn expect(&self, fate: Fate) {
        *self.fate.lock().unwrap() = fate;
    }

    /// Letters handed over, whatever became of them.
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap().clone()
    }

    /// The code in the last letter.
    pub fn last_code(&self) -> String {
        code_in(&self.letters().last().unwrap().plain)
    }
}

/// The first six digits of a text.
pub fn code_in(text: &str) -> String {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    runs.into_iter().find(|run| run.len() == 6).unwrap().to_owned()
}

impl Post for Office {
    fn send(&self, letter: &Letter) -> Result<(), Failed> {
        self.letters.lock().unwrap().push(letter.clone());
        let fate = self.fate.lock().unwrap().clone();
        match fate {
            Fate::Arrives => Ok(()),
            Fate::NobodyThere => Err(Failed::Later("Connection refused\r\nsecond line".into())),
            Fate::Crash => panic!("the program ends here"),
        }
    }
}
