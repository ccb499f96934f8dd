//! Files, folders and checkpoints.

use anyhow::{Context as _, bail, ensure};
use jupyter::models::{
    ContentsType, GetApiContentsByPathFormat, GetApiContentsByPathType, PatchApiContentsByPathBody,
    PostApiContentsByPathBody, PutApiContentsByPathBody,
};
use jupyter::{Error, ErrorBody};
use serde_json::{Value, json};

use crate::{Session, rejected};
use harness::Whose;

/// Text with characters that need escaping in JSON or in a URL.
const TEXT: &str = "first\n\"zweite\" Zeile: äöü \u{1f600}\t\\";

fn file(format: &str, content: &str) -> PutApiContentsByPathBody {
    PutApiContentsByPathBody::default().with_type("file").with_format(format).with_content(content)
}

pub(super) async fn drive(session: &Session) {
    files(session).await;
    folders(session).await;
    changes(session).await;
    checkpoints(session).await;
    deletion(session).await;
}

async fn files(session: &Session) {
    let Session { checks, client, raw, files, .. } = session;
    let api = client.contents();
    checks
        .call("create a file", async {
            let created = api.put_by_path("text.txt").body(file("text", TEXT)).send().await?;
            ensure!(
                created.meta().status().as_u16() == 201
                    && created.r#type == ContentsType::File
                    && created.content.is_none()
            );
            ensure!(std::fs::read_to_string(files.join("text.txt"))? == TEXT);
            Ok(())
        })
        .await;
    checks
        .deviation(
            Whose::Document,
            "`content` and `format` of `Contents` are required texts, and `null` without the content",
            async {
                let read = raw.get("/api/contents/text.txt?content=0").await?;
                Ok(read["content"].is_null() && read["format"].is_null())
            },
        )
        .await;
    checks
        .call("replace a file", async {
            let replaced = api.put_by_path("text.txt").body(file("text", TEXT)).send().await?;
            ensure!(replaced.meta().status().as_u16() == 200);
            Ok(())
        })
        .await;
    checks
        .call("create a file of bytes", async {
            let created = api.put_by_path("bytes.bin").body(file("base64", "AAEC/w==")).send().await?;
            ensure!(created.size == Some(4) && std::fs::read(files.join("bytes.bin"))? == [0, 1, 2, 255]);
            Ok(())
        })
        .await;
    checks
        .call("read a file", async {
            let read = api.get_by_path("text.txt").r#type(GetApiContentsByPathType::File).send().await?;
            ensure!(read.content.as_deref() == Some(TEXT) && read.format.as_deref() == Some("text") && read.writable);
            ensure!(read.mimetype.as_deref() == Some("text/plain") && read.size == i64::try_from(TEXT.len()).ok());
            Ok(())
        })
        .await;
    checks
        .call("read a file that was written to the disk as Base64", async {
            std::fs::write(files.join("disk.txt"), "from the disk")?;
            let read = api.get_by_path("disk.txt").format(GetApiContentsByPathFormat::Base64).send().await?;
            ensure!(
                read.content.as_deref().map(str::trim) == Some("ZnJvbSB0aGUgZGlzaw==")
                    && read.format.as_deref() == Some("base64")
            );
            Ok(())
        })
        .await;
    checks
        .call("read a file without its content, with its hash", async {
            let read = api.get_by_path("text.txt").content(0).hash(1).send().await?;
            ensure!(
                read.content.is_none() && read.format.is_none() && read.hash_algorithm.as_deref() == Some("sha256")
            );
            ensure!(json!(read.hash) == raw.get("/api/contents/text.txt?content=0&hash=1").await?["hash"]);
            Ok(())
        })
        .await;
    checks
        .call("read bytes as text", async {
            rejected(
                api.get_by_path("bytes.bin").format(GetApiContentsByPathFormat::Text).send().await,
                400,
                "is not UTF-8 encoded",
            )?;
            Ok(())
        })
        .await;
    checks
        .call("read a file as a folder", async {
            let outcome = api.get_by_path("text.txt").r#type(GetApiContentsByPathType::Directory).send().await;
            let error = rejected(outcome, 400, "is not a directory")?;
            match error.body() {
                Some(ErrorBody::GetApiContentsByPathResponse400(body)) => {
                    ensure!(body.reason.as_deref() == Some("bad type"))
                }
                other => bail!("the body of the error is {other:?}"),
            }
            Ok(())
        })
        .await;
    checks
        .call("read a file that does not exist", async {
            let error = rejected(api.get_by_path("missing.txt").send().await, 404, "missing.txt")?;
            ensure!(error.is_not_found());
            Ok(())
        })
        .await;
    checks
        .deviation(Whose::Server, "the error for a missing file is text that is sent as JSON", async {
            let (status, body) = raw.send("GET", "/api/contents/missing.txt", None).await?;
            Ok(status == 404 && serde_json::from_str::<Value>(&body).is_err())
        })
        .await;
}

async fn folders(session: &Session) {
    let Session { checks, client, raw, files, .. } = session;
    let api = client.contents();
    checks
        .call("create a folder", async {
            let body = PutApiContentsByPathBody::default().with_type("directory");
            let created = api.put_by_path("folder").body(body).send().await?;
            ensure!(created.r#type == ContentsType::Directory && files.join("folder").is_dir());
            Ok(())
        })
        .await;
    checks
        .call("read the root folder, whose path is empty", async {
            let read = api.get_by_path("").content(0).send().await?;
            ensure!(read.path.is_empty() && read.r#type == ContentsType::Directory && read.mimetype.is_none());
            Ok(())
        })
        .await;
    checks
        .deviation(
            Whose::Document,
            "a folder has the media type `null`, which the document declares as a text",
            async { Ok(raw.get("/api/contents/folder?content=0").await?["mimetype"].is_null()) },
        )
        .await;
    checks
        .call("list a folder", async {
            // The document declares a string, but the server sends a list of files.
            match api.get_by_path("").send().await {
                Err(Error::Decode(error)) => ensure!(error.path() == "content", "the error is at `{}`", error.path()),
                other => bail!("a list was read as a text: {other:?}"),
            }
            let listed = api.get_by_path("").send_raw().await?.json::<Value, ErrorBody>()?;
            let mut names: Vec<&str> =
                listed["content"].as_array().into_iter().flatten().filter_map(|file| file["name"].as_str()).collect();
            names.sort_unstable();
            ensure!(names == ["bytes.bin", "disk.txt", "folder", "text.txt"], "{names:?}");
            Ok(())
        })
        .await;
    checks
        .deviation(
            Whose::Document,
            "`Contents.content` is a text, and the server sends a list for a folder and an object for a notebook",
            async { Ok(raw.get("/api/contents/").await?["content"].is_array()) },
        )
        .await;
    checks
        .call("create an untitled file in the root folder", async {
            let created = api
                .post_by_path("")
                .body(PostApiContentsByPathBody::default().with_type("file").with_ext(".md"))
                .send()
                .await?;
            ensure!(
                created.meta().header("location") == Some("/api/contents/untitled.md"),
                "{:?}",
                created.meta().header("location")
            );
            ensure!(created.path == "untitled.md" && files.join("untitled.md").is_file());
            Ok(())
        })
        .await;
    checks
        .call("create an untitled notebook in a folder", async {
            let created = api
                .post_by_path("folder")
                .body(PostApiContentsByPathBody::default().with_type("notebook"))
                .send()
                .await?;
            ensure!(created.path == "folder/Untitled.ipynb" && created.r#type == ContentsType::Notebook);
            let notebook: Value = serde_json::from_slice(&std::fs::read(files.join("folder/Untitled.ipynb"))?)?;
            ensure!(notebook["nbformat"] == 4);
            Ok(())
        })
        .await;
    checks
        .call("copy a file into a folder", async {
            let copied = api
                .post_by_path("folder")
                .body(PostApiContentsByPathBody::default().with_copy_from("text.txt"))
                .send()
                .await?;
            ensure!(std::fs::read_to_string(files.join(&copied.path))? == TEXT);
            Ok(())
        })
        .await;
}

async fn changes(session: &Session) {
    let Session { checks, client, files, .. } = session;
    let api = client.contents();
    let to = |path: &str| PatchApiContentsByPathBody::default().with_path(path);
    checks
        .call("rename a file to a name with a space", async {
            let renamed = api.patch_by_path("disk.txt", to("folder/renamed file.txt")).send().await?;
            ensure!(renamed.name == "renamed file.txt" && renamed.path == "folder/renamed file.txt");
            ensure!(!files.join("disk.txt").exists() && files.join("folder/renamed file.txt").exists());
            Ok(())
        })
        .await;
    checks
        .call("read a file in a folder, by one path parameter", async {
            let read = api.get_by_path("folder/renamed file.txt").send().await?;
            ensure!(read.content.as_deref() == Some("from the disk"));
            Ok(())
        })
        .await;
    checks
        .call("create a file whose name has reserved characters", async {
            let name = "100% #1? ä+b&c;d.txt";
            let created = api.put_by_path(name).body(file("text", "x")).send().await?;
            ensure!(created.name == name && files.join(name).is_file());
            api.delete_by_path(name).send().await?;
            ensure!(!files.join(name).exists());
            Ok(())
        })
        .await;
    checks
        .call("leave the root folder", async {
            match api.get_by_path("..").send().await {
                Err(Error::InvalidInput(invalid)) => ensure!(invalid.parameter() == "path"),
                other => bail!("{other:?}"),
            }
            Ok(())
        })
        .await;
    checks
        .call("rename a file to one that exists", async {
            let error =
                rejected(api.patch_by_path("text.txt", to("bytes.bin")).send().await, 409, "File already exists")?;
            ensure!(error.is_conflict());
            Ok(())
        })
        .await;
}

async fn checkpoints(session: &Session) {
    let Session { checks, client, raw, files, .. } = session;
    let api = client.contents();
    let id = checks
        .call("create a checkpoint", async {
            let created = api.post_by_path_checkpoints("text.txt").send().await?;
            ensure!(created.meta().status().as_u16() == 201 && created.last_modified.contains('T'));
            Ok(created.id.clone())
        })
        .await;
    let Some(id) = id else { return };
    checks
        .call("list the checkpoints of a file", async {
            let listed = api.get_by_path_checkpoints("text.txt").send().await?;
            ensure!(json!(listed.iter().map(|each| &each.id).collect::<Vec<_>>()) == json!([id]));
            Ok(())
        })
        .await;
    checks
        .call("restore a checkpoint", async {
            std::fs::write(files.join("text.txt"), "overwritten")?;
            api.post_by_path_checkpoints_by_checkpoint_id("text.txt", &id).send().await?;
            ensure!(std::fs::read_to_string(files.join("text.txt"))? == TEXT);
            Ok(())
        })
        .await;
    checks
        .call("delete a checkpoint", async {
            api.delete_by_path_checkpoints_by_checkpoint_id("text.txt", &id).send().await?;
            ensure!(raw.get("/api/contents/text.txt/checkpoints").await? == json!([]));
            Ok(())
        })
        .await;
    checks
        .call("restore a checkpoint that does not exist", async {
            let outcome = api.post_by_path_checkpoints_by_checkpoint_id("text.txt", &id).send().await;
            rejected(outcome, 500, "")?;
            Ok(())
        })
        .await;
    checks
        .deviation(Whose::Server, "restoring a checkpoint that does not exist ends in 500", async {
            Ok(raw.send("POST", "/api/contents/text.txt/checkpoints/checkpoint", None).await?.0 == 500)
        })
        .await;
}

async fn deletion(session: &Session) {
    let Session { checks, client, files, .. } = session;
    let api = client.contents();
    checks
        .call("delete a file", async {
            let done = api.delete_by_path("bytes.bin").send().await?;
            ensure!(done.meta().status().as_u16() == 204 && !files.join("bytes.bin").exists());
            Ok(())
        })
        .await;
    checks
        .call("delete a file that does not exist", async {
            let error = rejected(api.delete_by_path("bytes.bin").send().await, 404, "does not exist")?;
            error.body().context("the body of the error is not read")?;
            Ok(())
        })
        .await;
}
