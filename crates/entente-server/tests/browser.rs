//! Every page in a real browser, if there is one: `bench/pages.mjs` looks at each in light and dark, as narrow as a phone, without
//! JavaScript and by keyboard. It needs Node, Chromium (`CHROMIUM`, else `/usr/bin/chromium`), and a folder with playwright-core and
//! axe-core, which the variable `BROWSER_MODULES` names.

#![allow(clippy::print_stdout, reason = "what is skipped is said")]

mod common;

use std::path::Path;
use std::process::Command;

use common::Site;

#[test]
fn every_page_is_well_in_a_browser() {
    let Some(modules) = std::env::var_os("BROWSER_MODULES") else {
        println!("skipped: BROWSER_MODULES names no folder with playwright-core and axe-core");
        return;
    };
    let site = Site::example();
    let (listener, server) = site.listen();
    let address = listener.local_addr().expect("it has an address");
    let (stop, stopped) = entente_server::stop();
    let serving = std::thread::spawn(move || entente_server::serve(listener, server, stopped));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/pages.mjs");
    let looked = Command::new("node")
        .arg(script)
        .arg(format!("http://{address}"))
        .current_dir(modules)
        .output();
    stop.now();
    serving.join().expect("it does not panic").expect("it ends");
    let Ok(looked) = looked else {
        println!("skipped: there is no Node");
        return;
    };
    let told = String::from_utf8_lossy(&looked.stdout);
    match looked.status.code() {
        Some(77) => println!("{told}"),
        code => assert_eq!(
            code,
            Some(0),
            "{told}{}",
            String::from_utf8_lossy(&looked.stderr)
        ),
    }
}
