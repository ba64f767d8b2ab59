import { toned } from './tone.ts'
import type { Words } from './words.ts'

export const ptBR: Words = {
  greeting: ({ tone, shop }) =>
    toned(tone, [
      `Olá! Este é o atendimento da ${shop}.`,
      `Olá! Que bom ter você na ${shop}.`,
      `Oi! Aqui é da ${shop}.`,
    ]),
  'greeting.ask': ({ tone }) => toned(tone, ['Em que posso ajudar?', 'Como posso ajudar você?', 'O que você manda?']),
  'thanks.reply': ({ tone }) =>
    toned(tone, [
      'Por nada. Permanecemos à disposição.',
      'Por nada! Se precisar de algo mais, é só chamar.',
      'Imagina! Qualquer coisa, chama aqui.',
    ]),
  'ack.reply': ({ tone }) =>
    toned(tone, [
      'Certo. Posso ajudar em algo mais?',
      'Certo! Se precisar de algo mais, é só chamar.',
      'Fechou! Qualquer coisa, chama aqui.',
    ]),
  farewell: ({ tone, shop }) =>
    toned(tone, [`A ${shop} agradece o seu contato.`, `A ${shop} agradece a conversa. Até logo!`, 'Até mais!']),

  'product.found': ({ tone, query, count }) =>
    count === 1
      ? toned(tone, [
          `Sim, temos **${query}**:`,
          `Temos **${query}**, sim! Veja:`,
          `Tem sim! Olha o que achei de **${query}**:`,
        ])
      : toned(tone, [
          `Estas são as nossas opções de **${query}**:`,
          `Temos, sim! Encontrei estas opções de **${query}**:`,
          `Tem sim! Olha as opções de **${query}**:`,
        ]),
  'product.similar': ({ tone, query }) =>
    toned(tone, [
      `Não localizei exatamente **${query}**. Estas são as opções mais próximas:`,
      `Não encontrei exatamente **${query}**, mas estas opções são parecidas:`,
      `**${query}** certinho eu não achei, mas olha o que tem de parecido:`,
    ]),
  'product.none': ({ tone, query }) =>
    toned(tone, [
      `Não localizei **${query}** em nosso catálogo.`,
      `Não encontrei **${query}** no nosso catálogo.`,
      `Poxa, não achei **${query}** no nosso catálogo.`,
    ]),
  'product.ask': () => 'Qual produto você procura?',
  'product.categories': ({ tone, list }) =>
    toned(tone, [`Trabalhamos com ${list}.`, `Aqui você encontra ${list}.`, `Por aqui tem ${list}.`]),
  'product.inStock': () => 'em estoque',
  'product.last': ({ quantity }) => (quantity === '1' ? 'última unidade' : `últimas ${quantity} unidades`),
  'product.only': ({ quantity }) => (quantity === '1' ? 'só 1 em estoque agora' : `só ${quantity} em estoque agora`),
  'product.soldOut': () => 'esgotado no momento',
  'product.priceOnRequest': () => 'preço sob consulta',
  'product.which': () => 'De qual deles? Mande o nome, por favor.',
  'product.buy': ({ tone }) =>
    toned(tone, [
      'Deseja comprar? Posso chamar um atendente para concluir.',
      'Quer comprar? É só dizer "sim" que chamo alguém da equipe para fechar com você.',
      'Quer levar? Diz "sim" que chamo alguém da equipe pra fechar contigo.',
    ]),
  'product.next': ({ tone, count }) =>
    count === 1
      ? toned(tone, [
          'Posso ajudar em algo mais?',
          'Quer saber mais alguma coisa sobre ele?',
          'Quer saber mais alguma coisa?',
        ])
      : toned(tone, [
          'Deseja detalhes de algum deles?',
          'Quer saber mais sobre algum deles?',
          'Gostou de algum? Me conta!',
        ]),

  'order.found': ({ tone, number }) =>
    toned(tone, [`Pedido **${number}**:`, `Aqui está o seu pedido **${number}**:`, `Achei seu pedido **${number}**:`]),
  'order.quotation': () => 'É um orçamento que ainda não foi confirmado.',
  'order.confirmed': () => 'Está confirmado.',
  'order.preparing': () => 'Está confirmado e em preparação.',
  'order.onItsWay': () => 'Já saiu para entrega.',
  'order.ready': () => 'Está pronto para sair.',
  'order.partlyDelivered': () => 'Uma parte já foi entregue.',
  'order.delivered': ({ date }) => (date ? `Foi entregue em ${date}.` : 'Foi entregue.'),
  'order.cancelled': () => 'Este pedido foi cancelado.',
  'order.done': () => 'Está concluído.',
  'order.placedOn': ({ date }) => `Feito em ${date}`,
  'order.expectedOn': ({ date }) => `Previsão de entrega: ${date}`,
  'order.carrier': ({ carrier }) => `Transportadora: ${carrier}`,
  'order.trackingCode': ({ code }) => `Código de rastreio: ${code}`,
  'order.trackingLink': ({ url }) => `Acompanhe aqui: ${url}`,
  'order.items': () => 'Itens:',
  'order.total': ({ total }) => `Total: ${total}`,
  'order.notFound': ({ tone, number }) =>
    toned(tone, [
      `Não localizei o pedido **${number}** em seu cadastro. Por favor, confira o número na confirmação da compra ou escreva pelo telefone usado no pedido. Se preferir, um atendente pode verificar.`,
      `Não encontrei o pedido **${number}** no seu cadastro. Confira o número na confirmação da compra, ou escreva pelo telefone que usou no pedido. Se preferir, um atendente verifica para você.`,
      `Não achei o pedido **${number}** no seu cadastro. Dá uma olhada no número na confirmação da compra, ou chama pelo telefone que usou no pedido. Se quiser, um atendente vê pra você.`,
    ]),
  'order.needsIdentity': ({ tone }) =>
    toned(tone, [
      'Por segurança, só informo pedidos a quem os fez. Por favor, escreva pelo WhatsApp do telefone usado na compra ou fale com um atendente.',
      'Por segurança, só mostro pedidos a quem comprou. Escreva pelo WhatsApp do telefone usado na compra, ou fale com um atendente.',
      'Por segurança, só mostro o pedido pra quem comprou. Chama no WhatsApp do telefone da compra, ou fala com um atendente.',
    ]),
  'order.askNumber': () => 'Qual é o número do pedido? Ele está na confirmação da compra e começa com S.',

  'hours.week': ({ text }) => `Nosso horário de atendimento: ${text}.`,
  'hours.day': ({ day, periods }) => `${day}: ${periods}.`,
  'hours.closedOn': ({ day }) => `${day}: fechado.`,
  'hours.openNow': () => 'Estamos abertos agora.',
  'hours.closedNow': ({ when }) => (when ? `Agora estamos fechados; voltamos ${when}.` : 'Agora estamos fechados.'),

  clarify: ({ tone }) =>
    toned(tone, [
      'Não compreendi bem. Sobre o que deseja falar?',
      'Não entendi bem. Sobre o que você quer falar?',
      'Não peguei bem. É sobre o quê?',
    ]),
  'help.ask': ({ tone }) =>
    toned(tone, [
      'Certamente. Sobre o que deseja falar?',
      'Claro! Sobre o que você quer falar?',
      'Claro! Me conta, é sobre o quê?',
    ]),
  'bot.identity': ({ tone, shop }) =>
    toned(tone, [
      `Sou o assistente virtual da ${shop}. Informo sobre produtos, pedidos, entrega e pagamento e, quando desejar, chamo um atendente.`,
      `Sou o assistente virtual da ${shop}! Respondo sobre produtos, pedidos, entrega e pagamento, e se você preferir chamo uma pessoa da equipe.`,
      `Sou o assistente virtual da ${shop}! Te ajudo com produtos, pedidos, entrega e pagamento. Se preferir gente de verdade, é só pedir.`,
    ]),
  'out.ofScope': ({ tone, shop }) =>
    toned(tone, [
      `Esse assunto está fora do que posso fazer. Posso informar sobre produtos, pedidos, entrega e pagamento da ${shop}.`,
      `Com isso eu não consigo ajudar, mas posso falar de produtos, pedidos, entrega e pagamento da ${shop}.`,
      `Nisso eu não consigo ajudar, mas posso falar de produtos, pedidos, entrega e pagamento da ${shop}.`,
    ]),
  stillThere: ({ tone }) =>
    toned(tone, ['Ainda deseja atendimento?', 'Você ainda está por aí? Posso continuar ajudando.', 'Ainda tá por aí?']),
  'idle.closed': ({ tone }) =>
    toned(tone, [
      'Como não houve resposta, encerro este atendimento. Se precisar, basta escrever novamente.',
      'Como você não respondeu, vou encerrar por aqui. Se precisar, é só escrever de novo!',
      'Vou encerrar por aqui, tá? Se precisar, é só chamar!',
    ]),
  'rating.ask': ({ tone }) =>
    toned(tone, ['Como avalia este atendimento?', 'Como você avalia este atendimento?', 'Curtiu o atendimento?']),

  'button.products': () => 'Ver produtos',
  'button.order': () => 'Meu pedido',
  'button.hours': () => 'Horário da loja',
  'button.human': () => 'Falar com atendente',
  yes: () => 'Sim',
  no: () => 'Não',

  'handover.asked': ({ tone }) =>
    toned(tone, [
      'Certamente. Vou encaminhar a conversa a um atendente.',
      'Claro! Vou chamar uma pessoa da equipe para falar com você.',
      'Beleza! Já chamo alguém da equipe.',
    ]),
  'handover.doubt': ({ tone }) =>
    toned(tone, [
      'Para responder com segurança, vou encaminhar a conversa a um atendente.',
      'Para não responder errado, vou chamar uma pessoa da equipe para ajudar você.',
      'Pra não te falar bobagem, vou chamar alguém da equipe.',
    ]),
  'handover.complaint': ({ tone }) =>
    toned(tone, [
      'Lamento pelo ocorrido e peço desculpas. Um atendente vai cuidar do seu caso.',
      'Sinto muito por isso, e peço desculpas. Vou passar o seu caso para uma pessoa da equipe.',
      'Poxa, sinto muito mesmo por isso. Vou passar seu caso pra alguém da equipe resolver.',
    ]),
  'handover.trouble': ({ tone }) =>
    toned(tone, [
      'Não consegui concluir a consulta. Vou encaminhar a conversa a um atendente.',
      'Não consegui concluir isso agora. Vou chamar uma pessoa da equipe para ajudar você.',
      'Não consegui ver isso agora. Vou chamar alguém da equipe.',
    ]),
  'handover.systemDown': ({ tone }) =>
    toned(tone, [
      'No momento não consigo consultar estoque, preços e pedidos. Vou encaminhar a conversa a um atendente, que verifica e responde.',
      'Agora não estou conseguindo consultar estoque, preços e pedidos. Vou chamar uma pessoa da equipe para ver isso para você.',
      'Agora não tô conseguindo consultar estoque, preço nem pedido. Vou chamar alguém da equipe pra ver isso pra você.',
    ]),
  'handover.purchase': ({ tone }) =>
    toned(tone, [
      'Com prazer. Vou encaminhar a conversa a um atendente para concluir a compra.',
      'Que ótimo! Vou chamar uma pessoa da equipe para fechar a compra com você.',
      'Oba! Vou chamar alguém da equipe pra fechar a compra contigo.',
    ]),
  'handover.needsPerson': ({ tone }) =>
    toned(tone, [
      'Certo. Um atendente vai dar continuidade.',
      'Certo! Vou passar para uma pessoa da equipe cuidar disso.',
      'Beleza! Vou passar pra alguém da equipe cuidar disso.',
    ]),
  'handover.attachment': ({ tone }) =>
    toned(tone, [
      'Recebi o seu arquivo. Um atendente vai analisá-lo.',
      'Recebi o seu arquivo! Uma pessoa da equipe vai olhar.',
      'Recebi! Alguém da equipe já olha.',
    ]),
  'handover.late': ({ tone }) =>
    toned(tone, [
      'Peço desculpas pela demora. A sua mensagem só chegou agora, e um atendente vai cuidar dela.',
      'Desculpe a demora! A sua mensagem só chegou agora para mim; vou chamar uma pessoa da equipe.',
      'Foi mal a demora! Sua mensagem só chegou agora; já chamo alguém da equipe.',
    ]),
  'handover.open': ({ tone }) =>
    toned(tone, ['Por favor, aguarde nesta conversa.', 'Já já respondem por aqui.', 'Já te respondem por aqui.']),
  'handover.closed': ({ tone, when }) =>
    toned(tone, [
      `Neste momento estamos fora do horário; o atendimento volta ${when}.`,
      `Agora estamos fora do horário; a equipe volta ${when} e responde por aqui.`,
      `Agora tá fora do horário, mas a equipe volta ${when} e te responde por aqui.`,
    ]),
  'handover.closedUnknown': ({ tone }) =>
    toned(tone, [
      'Neste momento estamos fora do horário; a resposta virá por esta conversa.',
      'Agora estamos fora do horário; assim que a equipe voltar, responde por aqui.',
      'Agora tá fora do horário; quando a equipe voltar, te responde por aqui.',
    ]),

  today: () => 'hoje',
  tomorrow: () => 'amanhã',
  'day.at': ({ day, time }) => `${day} às ${time}`,
  'period.fromTo': ({ from, to }) => `${from === '1h' ? 'da' : 'das'} ${from} ${to === '1h' ? 'à' : 'às'} ${to}`,
  closed: () => 'fechado',
  and: () => 'e',

  'note.title': () => 'Atendimento passado para uma pessoa',
  'note.summary': () => 'Resumo',
  'note.asked': () => 'O cliente escreveu',
  'note.answered': () => 'Já respondemos',
  'note.tried': () => 'Consultado agora',
  'note.order': () => 'Pedido',
  'note.products': () => 'Produtos',
  'note.link': () => 'Rastreio',
  'note.contact': () => 'Contato',
  'note.reason': () => 'Motivo',
  'note.mood': () => 'Humor do cliente',
  'note.attachments': () => 'Anexos',
  'sum.purchase': ({ who, what }) => `${who} quer comprar ${what}.`,
  'sum.complaint': ({ who, order }) => `${who} tem uma reclamação${order}.`,
  'sum.human': ({ who }) => `${who} pediu para falar com uma pessoa.`,
  'sum.attachment': ({ who, files }) => `${who} enviou ${files}, que só uma pessoa pode ver ou ouvir.`,
  'sum.topic': ({ who, topic, order }) => `${who} escreveu sobre ${topic}${order}.`,
  'sum.wrote': ({ who, words }) => `${who} escreveu: "${words}".`,
  'sum.about': ({ topic, order }) => `O assunto é ${topic}${order}.`,
  'sum.order': ({ number }) => `(pedido ${number})`,
  someone: () => 'O cliente',
  'sum.something': () => 'um produto',
  'file.image': () => 'uma imagem',
  'file.audio': () => 'um áudio',
  'file.video': () => 'um vídeo',
  'file.location': () => 'uma localização',
  'file.contact': () => 'um contato',
  'file.file': () => 'um arquivo',
  'mood.negative': () => 'irritado ou insatisfeito',
  'mood.positive': () => 'satisfeito',
  'mood.neutral': () => 'neutro',
  'identity.proven': () => 'identidade comprovada pelo canal',
  'identity.claimed': () => 'identidade apenas informada pelo cliente',
  'identity.none': () => 'identidade desconhecida',
  'tried.nothing': () => 'nada ainda',
  'tried.passage': ({ title, source }) => `encontrou "${title}" em ${source}`,
  'tried.noPassage': () => 'procurou nos documentos da loja e não achou uma resposta segura',
  'tried.products': ({ query, count }) =>
    count === 0 ? `procurou "${query}" no catálogo e não achou` : `procurou "${query}" no catálogo e achou ${count}`,
  'tried.order': ({ number, found }) =>
    found ? `consultou o pedido ${number}` : `procurou o pedido ${number} e não achou no cadastro deste contato`,
  'tried.tool': ({ tool }) => `usou ${tool}`,
  'tried.toolFailed': ({ tool }) => `tentou usar ${tool}, que não respondeu`,

  'intent.greeting': () => 'cumprimento',
  'intent.thanks': () => 'agradecimento',
  'intent.product_search': () => 'produtos e preços',
  'intent.order_status': () => 'andamento de pedido',
  'intent.store_hours': () => 'horário de funcionamento',
  'intent.store_location': () => 'endereço',
  'intent.payment': () => 'formas de pagamento',
  'intent.delivery': () => 'entrega e frete',
  'intent.exchange_return': () => 'trocas e devoluções',
  'intent.invoice': () => 'nota fiscal',
  'intent.complaint': () => 'reclamação',
  'intent.human': () => 'falar com uma pessoa',
  'intent.other': () => 'outro assunto',

  'reason.asked-for-human': () => 'O cliente pediu para falar com uma pessoa.',
  'reason.low-confidence': () => 'Não havia uma resposta segura nos documentos nem no sistema da loja.',
  'reason.claim-check': () =>
    'A resposta preparada continha algo que não estava nas fontes, e por isso não foi enviada.',
  'reason.tool-failed': () => 'O sistema da loja não respondeu à consulta.',
  'reason.model-failed': () => 'O modelo de IA não respondeu.',
  'reason.complaint': () => 'O cliente está reclamando.',
  'reason.purchase': () => 'O cliente quer comprar.',
  'reason.needs-person': () => 'O que o cliente pede só a equipe pode fazer.',
  'reason.budget': () => 'O limite de gasto com IA desta loja foi atingido.',
  'reason.timeout': () => 'A resposta demorou mais do que o permitido.',
  'reason.loop': () => 'A conversa estava se repetindo sem avançar.',
  'reason.flood': () => 'O cliente mandou mensagens demais em poucos minutos.',
  'reason.delivery-failed': () => 'A última mensagem não pôde ser entregue ao cliente pelo canal.',
  'reason.paused': () => 'O atendimento automático está pausado.',
  'reason.config-invalid': () => 'A configuração desta loja não pôde ser carregada.',
  'reason.attachment': () => 'O cliente enviou um arquivo que só uma pessoa pode ver ou ouvir.',
  'reason.late': () => 'A mensagem do cliente chegou tarde demais para uma resposta automática.',
  'reason.unreadable': () => 'O Chatwoot avisou de uma mensagem que o atendimento automático não tem permissão de ler.',
  'reason.bug': () => 'Houve um erro interno ao preparar a resposta.',
}
