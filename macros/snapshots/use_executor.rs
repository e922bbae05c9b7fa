async fn hash(mut text: String) -> u64 {
    ::pyramidion::__private::use_executor(move || -> u64 {
            text.push('!');
            text.len() as u64
        })
        .await
}
