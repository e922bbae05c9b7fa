async fn hash(__argument0: String) -> u64 {
    let __argument0 = ::pyramidion::__private::job_argument(__argument0);
    ::pyramidion::__private::run_function(
            ::core::option::Option::None,
            move || -> u64 {
                let mut text = __argument0;
                {
                    text.push('!');
                    text.len() as u64
                }
            },
        )
        .await
}
