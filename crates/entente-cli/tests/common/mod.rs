//! Runs the real command in a folder of its own.

#![allow(dead_code, reason = "each file of tests uses a part")]

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2);
    root.expect("the crate lies in crates/").to_owned()
}

/// What a run gave back.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// A folder of files, and the command run in it.
pub struct Folder(TempDir);

impl Folder {
    /// A folder with these files.
    pub fn new<B: AsRef<[u8]>>(files: &[(&str, B)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder for the test"));
        for (name, bytes) in files {
            folder.write(name, bytes.as_ref());
        }
        folder
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder"))
            .expect("a writable folder");
        std::fs::write(path, bytes).expect("a writable file");
    }

    /// Runs `entente` here with an environment that asks for nothing.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Run {
        run(command(self.path()).args(arguments), b"")
    }
}

/// A text as JSON.
pub fn check_json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("the output is JSON")
}

/// The command, in a folder, with an environment that asks for nothing.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command.current_dir(folder);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end with these bytes as its input.
pub fn run(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut pipe = child.stdin.take().expect("a piped input");
    // The command may end without reading.
    _ = pipe.write_all(input);
    drop(pipe);
    let output = child.wait_with_output().expect("the command ends");
    let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
    Run {
        status: output.status.code().expect("the command is not killed"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// Three invented reports of one event: they agree, they round, they contradict, and they say who said so.
pub const STRIKE: [(&str, &str); 3] = [
    (
        "a.txt",
        "Miners walk out in Orda\n\nORDA, March 3, 2025 (Hill Wire) — About 300 miners went on strike in Orda on Monday, \
         the union said.\n\nThe company lost $40 million in February.\n\n\"We will not go back without a contract,\" said \
         Pavel Dorn, the leader of the union.\n",
    ),
    (
        "b.txt",
        "Strike stops the Orda mine\nThe Valley Post\n4 March 2025\n\nSome 320 miners went on strike in Orda on Monday.\n\n\
         The company lost $55 million in February.\n\nPavel Dorn said the miners \"will not go back without a \
         contract.\"\n",
    ),
    (
        "c.html",
        "<html><head><title>Orda mine stands still</title><meta property=\"article:published_time\" \
         content=\"2025-03-04T08:00:00Z\"></head><body><nav><a href=\"/\">Home</a></nav><article><h1>Orda mine stands \
         still</h1><p>The Orda mine stood still on Tuesday after 310 miners went on strike.</p><p>The company plans to \
         hire new workers in April, its director Lena Holt said.</p></article></body></html>",
    ),
];

/// The invented reports in a folder.
pub fn strike() -> Folder {
    Folder::new(&STRIKE)
}
