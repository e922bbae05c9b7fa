use pyramidion::executor::spawn_blocking_scope_with;

fn main() {
    drop(spawn_blocking_scope_with(|scope| scope));
}
