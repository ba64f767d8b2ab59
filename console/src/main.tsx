import './api/no-eval.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import './styles/tokens.css'
import './styles/base.css'
import './styles/layout.css'
import './styles/shops.css'
import './styles/chat.css'
import './styles/bubbles.css'
import './styles/options.css'
import './styles/skins.css'
import './styles/whatsapp.css'
import './styles/social.css'
import './styles/web-widget.css'
import './styles/composer.css'
import './styles/turns.css'
import './styles/turns-empty.css'
import './styles/waterfall.css'
import './styles/evidence.css'
import './styles/motion.css'

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
