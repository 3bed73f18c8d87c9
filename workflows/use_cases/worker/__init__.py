"""What happens without anybody: timers, mails, documents."""
