//! The `sealwright` program: runs the command, returns its exit code.

#[global_allocator]
static WIPING: sealwright::secret::WipingAllocator = sealwright::secret::WipingAllocator;

fn main() -> std::process::ExitCode {
    sealwright::cli::main()
}
